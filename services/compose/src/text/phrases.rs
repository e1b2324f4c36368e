//! Where a Japanese line may end so that it reads: between phrases, not inside them. A reading of
//! the script's own signs (kana after kanji ends a phrase), not a dictionary.

use parley::LineBreakContext;

/// The break rule for headlines: only phrase ends, and never within a word.
pub fn break_between_phrases(context: LineBreakContext) -> Option<bool> {
    may_break(context.before_before, context.before, context.after)
}

/// The break rule where a phrase does not fit: anywhere, but not inside a word in katakana.
pub fn break_between_words(context: LineBreakContext) -> Option<bool> {
    let is_inside = is_katakana(context.before) && is_katakana(context.after);
    is_inside.then_some(false)
}

fn is_katakana(c: char) -> bool {
    matches!(u32::from(c), 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F)
}

fn may_break(before_before: Option<char>, before: char, after: char) -> Option<bool> {
    if !is_japanese(before) || !is_japanese(after) {
        return None;
    }
    if is_closing(after) || is_opening(before) || "ー々ゝゞっゃゅょッャュョァィゥェォぁぃぅぇぉ".contains(after)
    {
        return Some(false);
    }
    if is_closing(before) || is_opening(after) {
        return Some(true);
    }
    let is_prefix = matches!(before, 'お' | 'ご') && before_before.is_none_or(|c| !is_hiragana(c));
    let is_phrase_end = is_hiragana(before) && !is_hiragana(after) && !is_prefix;
    Some(is_phrase_end || (before == 'を' && is_hiragana(after)))
}

fn is_japanese(c: char) -> bool {
    matches!(u32::from(c), 0x3001..=0x303F | 0x3041..=0x30FF | 0x3400..=0x9FFF | 0xFF01..=0xFF9F)
}

fn is_hiragana(c: char) -> bool {
    matches!(u32::from(c), 0x3041..=0x309F)
}

fn is_closing(c: char) -> bool {
    "、。，．！？：；」』）］｝】〉》〕・…".contains(c)
}

fn is_opening(c: char) -> bool {
    "「『（［｛【〈《〔".contains(c)
}

#[cfg(test)]
mod tests {
    /// Phrases of a line, cut by the rule.
    fn phrases(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let mut found = vec![chars[0].to_string()];
        for i in 1..chars.len() {
            let before_before = i.checked_sub(2).map(|i| chars[i]);
            if super::may_break(before_before, chars[i - 1], chars[i]) == Some(true) {
                found.push(String::new());
            }
            if let Some(last) = found.last_mut() {
                last.push(chars[i]);
            }
        }
        found
    }

    #[test]
    fn phrases_end_where_a_reader_would_pause() {
        assert_eq!(phrases("朝の一杯から、一日が始まる。"), ["朝の", "一杯から、", "一日が", "始まる。"]);
        assert_eq!(phrases("香りをもっと、お手元に"), ["香りを", "もっと、", "お手元に"]);
    }
}
