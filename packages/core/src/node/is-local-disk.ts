import { statfs } from "node:fs/promises";

/**
 * Types of file systems of which one machine alone writes at a time (linux/magic.h and the file systems' own headers,
 * Linux 6.12, 2026-11-29). Others, network file systems and those of virtual machines among them, may be shared.
 */
const LOCAL_TYPES: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x58_46_53_42, // XFS
  0x91_23_68_3e, // Btrfs
  0x2f_c1_2f_c1, // ZFS
  0xf2_f5_20_10, // F2FS
  0xca_45_1a_4e, // bcachefs
  0x31_53_46_4a, // JFS
  0x52_65_49_73, // ReiserFS
  0x79_4c_76_30, // overlayfs
  0x61_75_66_73, // AUFS
  0x01_02_19_94, // tmpfs
  0x85_84_58_f6, // ramfs
]);

/** Whether a folder is on a disk that only this machine writes to; false if that is not known. */
export async function isLocalDisk(folder: string): Promise<boolean> {
  if (process.platform !== "linux") return false;
  try {
    const { type } = await statfs(folder);
    // The system's type is signed on some processors.
    return LOCAL_TYPES.has(type >>> 0);
  } catch {
    return false;
  }
}
