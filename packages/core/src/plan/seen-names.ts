/** Slots to begin with; a power of two. */
const FIRST_SLOTS = 1024;

/**
 * Finds names that came by before, with eight to sixteen bytes for each: the names of a plan of a million resources
 * need not be in memory. Two names can have one hash, so what is found is a suspicion; compare the names themselves.
 */
export class SeenNames {
  /** Open addressing; 0 is an empty slot. */
  #slots = new Float64Array(FIRST_SLOTS);
  #size = 0;

  /** @returns the name's hash when a name with this hash came by before; otherwise undefined */
  add(name: string): number | undefined {
    const hash = hashOf(name);
    if (2 * this.#size >= this.#slots.length) this.#grow();
    if (!insert(this.#slots, hash)) return hash;
    this.#size += 1;
    return undefined;
  }

  #grow(): void {
    const slots = new Float64Array(this.#slots.length * 2);
    for (const hash of this.#slots) if (hash !== 0) insert(slots, hash);
    this.#slots = slots;
  }
}

/** @returns false when it is there already */
function insert(slots: Float64Array, hash: number): boolean {
  const mask = slots.length - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    if (slots[slot] === 0) {
      slots[slot] = hash;
      return true;
    }
    if (slots[slot] === hash) return false;
  }
}

/** 53 bits, never 0: two multiplicative hashes of 32 bits with different primes. */
export function hashOf(name: string): number {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let index = 0; index < name.length; index += 1) {
    const unit = name.charCodeAt(index);
    low = Math.imul(low ^ unit, 2_654_435_761);
    high = Math.imul(high ^ unit, 1_597_334_677);
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  return 4_294_967_296 * (high & 0x1f_ffff) + (low >>> 0) + 1;
}
