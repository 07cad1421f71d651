//! Files that are made out of other files: an archive, a list of sums.
//!
//! In: orders that have a delivery. Out: what such a file depends on, and the bytes of what goes into it.
//! A file's bytes are the same whether it is found where it was put or made once more.

use std::sync::Arc;

use crate::{
    fingerprint::Fingerprint,
    page::{Delivery, Order, Recipe, RenderContext},
    paths::OutputPath,
    theme::Problem,
};

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
                recipe: Arc::clone(&order.recipe),
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
