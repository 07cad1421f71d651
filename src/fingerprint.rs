//! A fingerprint of bytes: equal fingerprints mean equal bytes.
//!
//! BLAKE3, 32 bytes; shown as hexadecimal digits. Never made of anything but bytes.

use std::{fmt, io};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// More than most values take when they are written, and what an allocator still holds ready by the thread.
const VALUE_BYTES: usize = 960;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Of all that a reader gives, without holding it.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn of_reader(reader: impl io::Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Self(*hasher.finalize().as_bytes()))
    }

    /// Of what serde sees of a value; two values of one type have it in common only if they are equal.
    pub fn of_value(value: &impl Serialize) -> Self {
        let room = Vec::with_capacity(VALUE_BYTES);
        let bytes = postcard::to_extend(value, room).expect("plain data can always be written");
        Self::of(&bytes)
    }

    /// The same of a value that is too large to be written to memory.
    pub fn of_large_value(value: &impl Serialize) -> Self {
        let writer = io::BufWriter::new(Hashing::new(io::sink()));
        let written = postcard::to_io(value, writer).expect("plain data can always be written");
        let hashing = written
            .into_inner()
            .ok()
            .expect("nothing fails to be thrown away");
        hashing.fingerprint()
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its first eight bytes, where a small number of things is told apart.
    pub fn short(&self) -> u64 {
        let mut first = [0; 8];
        first.copy_from_slice(&self.0[..8]);
        u64::from_le_bytes(first)
    }

    /// Reads what `Display` wrote; none for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text)
            .ok()
            .map(|it| Self(*it.as_bytes()))
    }
}

/// A writer that takes the fingerprint of all that goes through it.
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

    /// Of all that has been written.
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

// As bytes in one piece: serde takes an array one byte at a time, and there are a great many fingerprints.
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
