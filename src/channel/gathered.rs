//! Files that are made out of other files: an archive, a list of sums.
//!
//! In: orders that have a delivery. Out: what such a file depends on, and the bytes of what goes into it.
//! A file's bytes are the same whether it is found where it was put or made once more.

use super::{Delivery, Order, Recipe, RenderContext};
use crate::{fingerprint::Fingerprint, paths::OutputPath, theme::Problem};

/// Where the files of this build are already, for those that are made out of them.
pub trait MadeFiles: Sync {
    /// Of a file's bytes; none if it has to be made for this.
    fn fingerprint(&self, path: &OutputPath) -> Option<Fingerprint>;

    /// The bytes of a file; none if it has to be made for this.
    fn bytes(&self, path: &OutputPath) -> Option<Vec<u8>>;
}

/// A file that goes into another one.
#[derive(Clone, Debug)]
pub struct Member {
    pub output: OutputPath,
    pub delivery: Delivery,
    recipe: Recipe,
}

impl Member {
    /// Those of `orders` that leave the house by themselves, as no file of the website does.
    pub fn of(orders: &[Order]) -> Vec<Self> {
        let member = |order: &Order| {
            Some(Self {
                output: order.output.clone(),
                delivery: order.delivery.clone()?,
                recipe: order.recipe.clone(),
            })
        };
        orders.iter().filter_map(member).collect()
    }

    /// Of its bytes, or of all that they depend on.
    pub fn fingerprint(&self, context: &RenderContext<'_>) -> Fingerprint {
        let made = context.made.and_then(|it| it.fingerprint(&self.output));
        let made = made.unwrap_or_else(|| {
            let inputs = self.recipe.prepare(context).inputs;
            Fingerprint::of_value(&inputs)
        });
        Fingerprint::of_value(&(self.output.as_str(), made))
    }

    /// # Errors
    /// The file cannot be made.
    pub fn bytes(&self, context: &RenderContext<'_>) -> Result<Vec<u8>, Problem> {
        match context.made.and_then(|it| it.bytes(&self.output)) {
            Some(bytes) => Ok(bytes),
            None => self.recipe.prepare(context).make(),
        }
    }
}
