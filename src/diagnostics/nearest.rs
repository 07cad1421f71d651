//! Suggests the known word that an unknown one was probably meant to be.
//!
//! A suggestion always shares at least half of its characters with the unknown word.

/// The longest word compared: the time to compare two words is the product of their lengths.
const CHARACTERS_MAX: usize = 300;

/// The word of `known` nearest to `word`, if any is similar enough to suggest.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().take(CHARACTERS_MAX + 1).count();
    if length > CHARACTERS_MAX {
        return None;
    }
    known
        .into_iter()
        .filter(|it| it.chars().take(CHARACTERS_MAX + 1).count() <= CHARACTERS_MAX)
        .map(|it| (strsim::osa_distance(word, it), it))
        .filter(|(distance, it)| {
            let longer = length.max(it.chars().count());
            *distance * 2 <= longer || (length > 1 && it.contains(word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}
