//! How many files of words an index has.

/// Words of about so many entries fill one file of words well.
const ENTRIES_PER_SHARD: usize = 8;
const SHARDS_MIN: usize = 16;
const SHARDS_MAX: usize = 1024;

/// In how many files the words of `count` entries lie.
pub fn shards(count: usize) -> usize {
    let wanted = count.div_ceil(ENTRIES_PER_SHARD).next_power_of_two();
    wanted.clamp(SHARDS_MIN, SHARDS_MAX)
}
