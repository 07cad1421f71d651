//! The known word that an unknown one was probably meant to be.
//!
//! Never guesses wildly: at least half of the characters must agree.

/// The nearest of `known` to `word`, if any is near enough to be worth showing.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|it| (strsim::osa_distance(word, it), it))
        .filter(|(distance, it)| {
            let longer = word.chars().count().max(it.chars().count());
            *distance * 2 <= longer || (word.chars().count() > 1 && it.contains(word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}
