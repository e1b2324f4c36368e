//! Held texts: the parts of a line that a translator moves about and never changes: names of the brand, prices, and
//! `{{placeholders}}` that are filled later. Not a parser of any of them: it finds where they begin and end.

/// Longest placeholder, in bytes.
const MAX_PLACEHOLDER_BYTES: usize = 64;

/// What to hold in this brand's lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Names, as they are written.
    pub names: Vec<String>,
    /// Signs and codes of currencies: `€`, `EUR`.
    pub currencies: Vec<String>,
}

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Held(Kind, &'a str),
}

/// Why a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Placeholder,
    Price,
    Name,
}

impl Held {
    /// A line in its parts; put together they are the line.
    pub fn pieces<'a>(&self, line: &'a str) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let (mut plain, mut at) = (0, 0);
        while at < line.len() {
            let Some((kind, length)) = self.begins(line, at) else {
                at += line[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            };
            if plain < at {
                pieces.push(Piece::Text(&line[plain..at]));
            }
            pieces.push(Piece::Held(kind, &line[at..at + length]));
            at += length;
            plain = at;
        }
        if plain < line.len() {
            pieces.push(Piece::Text(&line[plain..]));
        }
        pieces
    }

    /// The held texts of a line, sorted.
    pub fn texts<'a>(&self, line: &'a str) -> Vec<(Kind, &'a str)> {
        let held = self.pieces(line).into_iter().filter_map(|piece| match piece {
            Piece::Held(kind, text) => Some((kind, text)),
            Piece::Text(_) => None,
        });
        let mut texts: Vec<_> = held.collect();
        texts.sort_unstable();
        texts
    }

    /// What begins at this byte, and how many bytes it has.
    fn begins(&self, line: &str, at: usize) -> Option<(Kind, usize)> {
        let rest = &line[at..];
        if let Some(length) = placeholder(rest) {
            return Some((Kind::Placeholder, length));
        }
        let before = line[..at].chars().next_back();
        // A currency's code is a word of its own; a sign may follow anything.
        let is_inside = before.is_some_and(|letter| is_of_number(letter) || begins_word(rest) && is_of_word(letter));
        if let Some(length) = self.price(rest).filter(|_| !is_inside) {
            return Some((Kind::Price, length));
        }
        let is_whole = |name: &str| {
            let after = rest[name.len()..].chars().next();
            !before.is_some_and(is_of_word) && !after.is_some_and(is_of_word)
        };
        let names = self.names.iter().map(String::as_str);
        let found = names.filter(|name| !name.is_empty() && rest.starts_with(*name) && is_whole(name));
        found.map(str::len).max().map(|length| (Kind::Name, length))
    }

    /// A number with a currency before or after it, at most one space between.
    fn price(&self, text: &str) -> Option<usize> {
        if let Some(sign) = self.currency(text) {
            let gap = space(&text[sign..]);
            return number(&text[sign + gap..]).map(|digits| sign + gap + digits);
        }
        let digits = number(text)?;
        let gap = space(&text[digits..]);
        self.currency(&text[digits + gap..]).map(|sign| digits + gap + sign)
    }

    fn currency(&self, text: &str) -> Option<usize> {
        let is_whole = |sign: &&String| {
            let after = text[sign.len()..].chars().next();
            // A code is a word; a sign may stand right before the digits.
            !sign.ends_with(char::is_alphabetic) || !after.is_some_and(char::is_alphabetic)
        };
        let signs = self.currencies.iter().filter(|sign| !sign.is_empty() && text.starts_with(sign.as_str()));
        signs.filter(is_whole).map(String::len).max()
    }
}

fn placeholder(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("{{")?;
    let end = inside.find("}}").filter(|end| *end < MAX_PLACEHOLDER_BYTES)?;
    (!inside[..end].contains(['{', '\n'])).then_some(end + 4)
}

fn space(text: &str) -> usize {
    text.chars().next().filter(|letter| matches!(letter, ' ' | '\u{a0}' | '\u{202f}')).map_or(0, char::len_utf8)
}

/// Digits, with points, commas or narrow spaces between them.
fn number(text: &str) -> Option<usize> {
    let (mut end, mut separator) = (0, 0);
    for letter in text.chars() {
        match letter {
            digit if digit.is_numeric() => {
                end += separator + digit.len_utf8();
                separator = 0;
            }
            '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '٫' | '٬' if end > 0 && separator == 0 => {
                separator = letter.len_utf8();
            }
            _ => break,
        }
    }
    (end > 0).then_some(end)
}

fn begins_word(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// A letter that would make another word of a name beside it. Scripts from Hebrew on put particles next to a foreign
/// name without a space.
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() && letter < '\u{590}'
}

fn is_of_number(letter: char) -> bool {
    letter.is_numeric() || matches!(letter, '.' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let held = Held {
            names: ["Ombrava", "Ombrava Gold"].map(str::to_owned).to_vec(),
            currencies: ["€", "EUR", "$", "zł", "د.إ", "¥", "円"].map(str::to_owned).to_vec(),
        };
        let pieces = held.pieces(line).into_iter();
        let pieces = pieces.map(|piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Held(kind, text) => format!("[{kind:?} {text}]"),
        });
        pieces.collect()
    }

    #[test]
    fn what_is_held() {
        for (line, expected) in [
            ("", ""),
            ("Just words.", "Just words."),
            ("Ombrava, twice Ombrava", "[Name Ombrava], twice [Name Ombrava]"),
            ("Ombrava Gold is gold", "[Name Ombrava Gold] is gold"),
            ("Ombravas and xOmbrava are no names", "Ombravas and xOmbrava are no names"),
            ("Now €12.90!", "Now [Price €12.90]!"),
            ("Jetzt 12,90 €.", "Jetzt [Price 12,90 €]."),
            ("1\u{202f}299\u{a0}zł", "[Price 1\u{202f}299\u{a0}zł]"),
            ("ab 5 EUR, 5 EUROPA", "ab [Price 5 EUR], 5 EUROPA"),
            ("7 days, 50 %", "7 days, 50 %"),
            ("xEUR 5", "xEUR 5"),
            ("only$5", "only[Price $5]"),
            ("١٢٫٥ د.إ فقط", "[Price ١٢٫٥ د.إ] فقط"),
            ("300円", "[Price 300円]"),
            (
                "Hi {{first name}}, {{x}}{{y}}",
                "Hi [Placeholder {{first name}}], [Placeholder {{x}}][Placeholder {{y}}]",
            ),
            ("{{open and {{x}}", "{{open and [Placeholder {{x}}]"),
            ("a {{line\nbreak}}", "a {{line\nbreak}}"),
            ("オンブラバ Ombravaの朝☕️", "オンブラバ [Name Ombrava]の朝☕️"),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }
}
