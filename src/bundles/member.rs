//! The members of files that are made of other files, such as an archive or a list of checksums.
//!
//! In: orders that have a delivery. Out: for each member a fingerprint and its bytes.
//! The bytes are the same whether the file has already been rendered or is rendered again for its bundle.

use std::sync::Arc;

use crate::{
    fingerprint::Fingerprint,
    page::{Delivery, Order, Recipe, RenderContext},
    paths::OutputPath,
    theme::Problem,
};

/// A file that is part of another one.
#[derive(Clone, Debug)]
pub struct Member {
    pub output: OutputPath,
    pub delivery: Delivery,
    recipe: Recipe,
}

impl Member {
    /// The distributed files among `orders`, that is, those with a delivery. Files of the website have none.
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

    /// The fingerprint of its bytes, or of everything that they depend on.
    pub fn fingerprint(&self, context: &RenderContext<'_>) -> Fingerprint {
        let made = context.made.and_then(|it| it.fingerprint(&self.output));
        let made = made.unwrap_or_else(|| {
            let inputs = self.recipe.prepare(context).inputs;
            Fingerprint::of_value(&inputs)
        });
        Fingerprint::of_value(&(self.output.as_str(), made))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// The file cannot be rendered.
    pub fn bytes(&self, context: &RenderContext<'_>) -> Result<Vec<u8>, Problem> {
        match context.made.and_then(|it| it.bytes(&self.output)) {
            Some(bytes) => Ok(bytes),
            None => self.recipe.prepare(context).make(),
        }
    }
}
