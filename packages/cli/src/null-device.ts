import { fstatSync, statSync, type Stats } from "node:fs";
import { devNull } from "node:os";

/** Whether the file is a device, such as a terminal. A file that is closed is not, nor is the null device. */
export function isDevice(file: number): boolean {
  return isCharacterDevice(file) && !isNullDevice(file);
}

/** Whether what is written to the file is discarded. Node opens the null device in place of a standard file that is closed. */
export function isNullDevice(file: number): boolean {
  const device = statsOf(() => fstatSync(file));
  return device?.isCharacterDevice() === true && device.rdev === statsOf(() => statSync(devNull))?.rdev;
}

function isCharacterDevice(file: number): boolean {
  return statsOf(() => fstatSync(file))?.isCharacterDevice() === true;
}

function statsOf(read: () => Stats): Stats | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
