//! A view that is made only where it is shown: elsewhere its fingerprint stands for it.
//!
//! In: a fingerprint and a way to make the view. Out: for templates the view, for fingerprints the fingerprint.
//! A line of a list stands on many pages; what it is made of is looked at once per build, not once per page.

use serde::{Serialize, Serializer};

use crate::fingerprint::Fingerprint;

pub struct LateView<'a, T> {
    fingerprint: Fingerprint,
    make: Box<dyn Fn() -> T + 'a>,
}

impl<'a, T> LateView<'a, T> {
    /// `fingerprint` is that of the very view that `make` makes.
    pub fn new(fingerprint: Fingerprint, make: impl Fn() -> T + 'a) -> Self {
        Self {
            fingerprint,
            make: Box::new(make),
        }
    }
}

impl<T: Serialize> Serialize for LateView<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Template values are for people, the bytes of a fingerprint are not.
        if serializer.is_human_readable() {
            (self.make)().serialize(serializer)
        } else {
            self.fingerprint.serialize(serializer)
        }
    }
}

#[cfg(test)]
mod tests {
    use tera::Value;

    use super::*;

    #[test]
    fn a_template_sees_the_view_and_a_fingerprint_only_its_fingerprint() {
        let view = LateView::new(Fingerprint::of_value(&"一行"), || "一行");
        assert_eq!(Value::from_serializable(&view).as_str(), Some("一行"));
        let never = LateView::<&str>::new(Fingerprint::of_value(&"一行"), || {
            unreachable!("nobody looks at it")
        });
        assert_eq!(Fingerprint::of_value(&view), Fingerprint::of_value(&never));
    }
}
