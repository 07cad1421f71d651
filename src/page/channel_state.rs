//! Values that a channel computes once per build and shares between its files: an index, a cache, a drawing.
//!
//! One value per type, so channels need not know of each other, and this floor knows no channel.

use std::{
    any::{Any, TypeId},
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// One value of each type that a channel asks for; it lives as long as one build or one snapshot.
#[derive(Default)]
pub struct ChannelState {
    values: Mutex<BTreeMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl ChannelState {
    /// The value of type `T`, empty when it is asked for the first time; `T` fills itself, as a `OnceLock`
    /// does.
    pub fn get<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        let value = values
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Arc::new(T::default()));
        let value = Arc::clone(value).downcast();
        value.expect("the value of a type has that type")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;

    #[test]
    fn a_value_is_made_once() {
        let state = ChannelState::default();
        assert_eq!(state.get::<OnceLock<u8>>().get_or_init(|| 1), &1);
        assert_eq!(state.get::<OnceLock<u8>>().get_or_init(|| 2), &1);
        assert_eq!(state.get::<OnceLock<u16>>().get(), None);
    }
}
