//! The number of files of words in an index.

/// The words of about this many entries give one file of words a suitable size.
const ENTRIES_PER_SHARD: usize = 8;
const SHARDS_MIN: usize = 16;
const SHARDS_MAX: usize = 1024;

/// The number of files for the words of `count` entries.
pub fn shards(count: usize) -> usize {
    let wanted = count.div_ceil(ENTRIES_PER_SHARD).next_power_of_two();
    wanted.clamp(SHARDS_MIN, SHARDS_MAX)
}
