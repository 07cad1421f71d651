//! Escapes text for HTML.
//!
//! Everything in the output of this room that it did not create itself passes through one of these functions.

/// Writes text for use between tags or in a quoted attribute.
pub(super) fn text(output: &mut String, text: &str) {
    let mut written = 0;
    for (index, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        output.push_str(&text[written..index]);
        output.push_str(entity);
        written = index + 1;
    }
    output.push_str(&text[written..]);
}

/// Writes ` name="value"`.
pub(super) fn attribute(output: &mut String, name: &str, value: &str) {
    output.push(' ');
    output.push_str(name);
    output.push_str("=\"");
    text(output, value);
    output.push('"');
}

/// Writes ` name="address"`, with spaces and control characters percent-encoded.
///
/// Chinese is not encoded: addresses of pages are IRIs, and browsers show them as such.
pub(super) fn address(output: &mut String, name: &str, address: &str) {
    let is_plain = |it: char| it > ' ' && it != '\u{7f}' && it != '\\';
    if address.chars().all(is_plain) {
        return attribute(output, name, address);
    }
    let mut encoded = String::with_capacity(address.len() + 8);
    for character in address.chars() {
        if is_plain(character) {
            encoded.push(character);
        } else {
            encoded.push_str(&format!("%{:02X}", u32::from(character)));
        }
    }
    attribute(output, name, &encoded);
}

#[cfg(test)]
mod tests {
    #[test]
    fn attribute_values_cannot_end_their_attribute() {
        let mut output = String::new();
        super::address(&mut output, "href", "a\" onclick=\"b <\\\n中");
        assert_eq!(output, " href=\"a&quot;%20onclick=&quot;b%20&lt;%5C%0A中\"");
    }
}
