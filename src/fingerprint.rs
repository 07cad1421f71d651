//! A fingerprint of bytes: equal fingerprints mean equal bytes.
//!
//! BLAKE3, 32 bytes, displayed as hexadecimal digits. Never computed from anything but bytes.

use std::{fmt, io};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The initial buffer for a serialised value: larger than most values, and small enough that the allocator
/// serves it from the thread's own cache.
const VALUE_BYTES: usize = 960;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The fingerprint of everything that `reader` yields, computed without buffering it all.
    ///
    /// # Errors
    /// Those of `reader`.
    pub fn of_reader(reader: impl io::Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Self(*hasher.finalize().as_bytes()))
    }

    /// The fingerprint of the serialised value; two values of one type share it only if they serialise
    /// equally.
    pub fn of_value(value: &impl Serialize) -> Self {
        let buffer = Vec::with_capacity(VALUE_BYTES);
        let bytes = postcard::to_extend(value, buffer).expect("plain data can always be written");
        Self::of(&bytes)
    }

    /// Same as [`Self::of_value`], for a value that is too large to be serialised into memory.
    pub fn of_large_value(value: &impl Serialize) -> Self {
        let writer = io::BufWriter::new(Hashing::new(io::sink()));
        let written = postcard::to_io(value, writer).expect("plain data can always be written");
        let hashing = written
            .into_inner()
            .ok()
            .expect("writing to a sink cannot fail");
        hashing.fingerprint()
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first eight bytes, enough to distinguish a small number of items.
    pub fn short(&self) -> u64 {
        let mut first = [0; 8];
        first.copy_from_slice(&self.0[..8]);
        u64::from_le_bytes(first)
    }

    /// Parses the output of `Display`; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text)
            .ok()
            .map(|it| Self(*it.as_bytes()))
    }
}

/// A writer that computes the fingerprint of all bytes written through it.
pub struct Hashing<W> {
    writer: W,
    hasher: blake3::Hasher,
}

impl<W> Hashing<W> {
    pub fn new(writer: W) -> Self {
        Self {
            writer,
            hasher: blake3::Hasher::new(),
        }
    }

    /// The fingerprint of everything written so far.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(*self.hasher.finalize().as_bytes())
    }
}

impl<W: io::Write> io::Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.writer.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(blake3::Hash::from_bytes(self.0).to_hex().as_str())
    }
}

// As one byte string: serde serialises an array element by element, and there are very many fingerprints.
impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl de::Visitor<'_> for Bytes {
            type Value = Fingerprint;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("32 bytes")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Fingerprint, E> {
                let length = || E::invalid_length(bytes.len(), &self);
                bytes.try_into().map(Fingerprint).map_err(|_| length())
            }
        }

        deserializer.deserialize_bytes(Bytes)
    }
}
