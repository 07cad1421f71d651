//! Brotli (RFC 7932), with the same bytes on every system.
//!
//! In: bytes. Out: the compressed bytes. The crate is built without `std`, where it takes logarithms from
//! tables: those of the system differ in the last bit from system to system, and with them the choices of
//! the encoder. Without `std` it has neither memory nor streams, so both are here.

use brotli::{
    CustomRead, CustomWrite,
    enc::{
        Allocator, BrotliAlloc, BrotliCompressCustomIo, BrotliEncoderParams, SliceWrapper,
        SliceWrapperMut,
    },
};

/// The levels above 9 take ten times as long for a twentieth less.
const QUALITY: i32 = 9;

/// The size of the buffers on both sides of the encoder.
const BUFFER_BYTES: usize = 16 * 1024;

pub fn compressed(bytes: &[u8]) -> Vec<u8> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let (mut input, mut output) = (vec![0; BUFFER_BYTES], vec![0; BUFFER_BYTES]);
    let mut written = Writer(Vec::with_capacity(bytes.len() / 4));
    let done = BrotliCompressCustomIo(
        &mut Reader(bytes),
        &mut written,
        &mut input,
        &mut output,
        &params,
        Heap,
        &mut |_, _, _, _| (),
        Unfinished,
    );
    done.expect("compressing from memory to memory cannot fail");
    written.0
}

/// The error of a stream that ends early.
#[derive(Debug)]
struct Unfinished;

/// The bytes that are still to be read.
struct Reader<'a>(&'a [u8]);

impl CustomRead<Unfinished> for Reader<'_> {
    fn read(&mut self, data: &mut [u8]) -> Result<usize, Unfinished> {
        let (now, later) = self.0.split_at(self.0.len().min(data.len()));
        data[..now.len()].copy_from_slice(now);
        self.0 = later;
        Ok(now.len())
    }
}

struct Writer(Vec<u8>);

impl CustomWrite<Unfinished> for Writer {
    fn write(&mut self, data: &[u8]) -> Result<usize, Unfinished> {
        self.0.extend_from_slice(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> Result<(), Unfinished> {
        Ok(())
    }
}

/// Memory from the program's own allocator.
#[derive(Clone, Copy)]
struct Heap;

impl BrotliAlloc for Heap {}

impl<T: Clone + Default> Allocator<T> for Heap {
    type AllocatedMemory = Cells<T>;

    fn alloc_cell(&mut self, size: usize) -> Cells<T> {
        Cells(vec![T::default(); size])
    }

    fn free_cell(&mut self, data: Cells<T>) {
        drop(data);
    }
}

struct Cells<T>(Vec<T>);

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> SliceWrapper<T> for Cells<T> {
    fn slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> SliceWrapperMut<T> for Cells<T> {
    fn slice_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}
