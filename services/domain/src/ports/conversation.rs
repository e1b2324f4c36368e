//! Conversations: Galley owns the turns, and each backend is told as much of them as it can take.
//! Most engines take one instruction and a source, and read a history of wishes as one long wish; so
//! what was wished before is in the chosen picture, and only the last wish is in the words.

use std::collections::BTreeSet;

use super::request::{Media, Part, Role, Speaker, Turn};

/// What a backend can keep of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// One instruction.
    None,
    /// It reads all turns, if it is told them each time.
    Replay,
    /// It keeps the turns itself, or reads them all.
    Native,
}

/// How a conversation was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// There was one turn.
    Single,
    /// The vendor's name for the last answer, and the new wish.
    Native,
    /// Every turn.
    Replay,
    /// The chosen output as the source, the brand's own pictures, one instruction.
    Flatten,
}

/// The turns as this backend is told them. A vendor keeps a conversation only where that is allowed,
/// and a name that another vendor gave is told to nobody.
pub fn converse(turns: &[Turn], backend: &str, memory: Memory, may_be_stored: bool) -> (Telling, Vec<Turn>) {
    let own: Vec<Turn> = turns.iter().map(|turn| without_foreign_state(turn, backend)).collect();
    let [earlier @ .., last] = own.as_slice() else { return (Telling::Single, own) };
    if earlier.is_empty() {
        return (Telling::Single, own);
    }
    let kept = earlier.last().filter(|turn| turn.speaker == Speaker::Backend && turn.vendor_state.is_some());
    match (memory, kept) {
        (Memory::Native, Some(answer)) if may_be_stored => {
            let answer = Turn { parts: Vec::new(), ..answer.clone() };
            (Telling::Native, vec![answer, last.clone()])
        }
        (Memory::Native | Memory::Replay, _) => (Telling::Replay, own),
        (Memory::None, _) => (Telling::Flatten, vec![flatten(earlier, last)]),
    }
}

fn without_foreign_state(turn: &Turn, backend: &str) -> Turn {
    let vendor_state = turn.vendor_state.clone().filter(|(owner, _)| owner == backend);
    Turn { vendor_state, ..turn.clone() }
}

fn flatten(earlier: &[Turn], last: &Turn) -> Turn {
    let chosen = match last.media().any(|media| media.role == Role::Source) {
        true => None,
        false => chosen_output(earlier),
    };
    let mut parts = vec![Part::Text(instruction(earlier, last, chosen.is_some()))];
    let mut seen = BTreeSet::new();
    let pinned = earlier.iter().flat_map(Turn::media).filter(|media| media.role.is_pinned()).cloned();
    let (vendor_state, source) = chosen.unzip();
    for media in source.into_iter().chain(last.media().cloned()).chain(pinned) {
        if seen.insert((media.hash, media.role.clone())) {
            parts.push(Part::Media(media));
        }
    }
    Turn { speaker: Speaker::Person, parts, vendor_state: vendor_state.flatten() }
}

/// What a backend's state for a turn is: whose, and what it calls it.
type State = Option<(String, String)>;

/// The output of the last answer that people went on from: the one marked as source, else the first.
fn chosen_output(earlier: &[Turn]) -> Option<(State, Media)> {
    let answers = earlier.iter().rev().filter(|turn| turn.speaker == Speaker::Backend);
    answers.into_iter().find_map(|turn| {
        let marked = turn.media().find(|media| media.role == Role::Source);
        let media = marked.or_else(|| turn.media().next())?;
        Some((turn.vendor_state.clone(), Media { role: Role::Source, ..media.clone() }))
    })
}

/// One instruction. Where the source shows what was wished so far, only the last wish is one; where
/// nothing was made yet, all of them are.
fn instruction(earlier: &[Turn], last: &Turn, has_source: bool) -> String {
    let mut wishes = earlier.iter().filter(|turn| turn.speaker == Speaker::Person).map(Turn::text);
    let brief = wishes.next().unwrap_or_default();
    if has_source {
        return format!("{}\n\nKeep everything else of the source as it is. It was made for: {brief}", last.text());
    }
    let changes: String = wishes.chain([last.text()]).map(|wish| format!("\n- {wish}")).collect();
    format!("{brief}\n\nWith these changes, of which a later one wins:{changes}")
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    const HERE: &str = "here";

    fn media(bytes: &'static str, role: Role) -> Part {
        Part::Media(Media::new("image/png", Bytes::from_static(bytes.as_bytes()), role))
    }

    /// One turn of a case: `text`, or pictures as `role=bytes`, and behind `@` the backend's name for it.
    fn turn(index: usize, written: &'static str) -> Turn {
        let (said, state) = written.split_once('@').map_or((written, None), |(said, state)| (said, Some(state)));
        let parts = said.split_whitespace().map(|word| match word.split_once('=') {
            Some(("source", bytes)) => media(bytes, Role::Source),
            Some(("logo", bytes)) => media(bytes, Role::Logo),
            Some(("mask", bytes)) => media(bytes, Role::Mask),
            Some((_, bytes)) => media(bytes, Role::Reference),
            None => Part::Text(word.to_owned()),
        });
        let speaker = if index.is_multiple_of(2) { Speaker::Person } else { Speaker::Backend };
        let vendor_state = state.and_then(|state| state.split_once(':'));
        let vendor_state = vendor_state.map(|(owner, id)| (owner.to_owned(), id.to_owned()));
        Turn { speaker, parts: parts.collect(), vendor_state }
    }

    /// What is told, as a case writes it: the words, then the pictures, then the state.
    fn written(turn: &Turn) -> String {
        let mut words: Vec<String> = turn.text().split_whitespace().map(str::to_owned).collect();
        words.extend(
            turn.media().map(|media| format!("{}={}", media.role.word(), String::from_utf8_lossy(&media.bytes))),
        );
        words.extend(turn.vendor_state.iter().map(|(owner, id)| format!("@{owner}:{id}")));
        words.join(" ")
    }

    type Case<'a> = (&'a [&'static str], Memory, bool, Telling, &'a [&'a str]);

    const KEEP: &str = "Keep everything else of the source as it is. It was made for:";
    const CHANGES: &str = "With these changes, of which a later one wins:";

    #[test]
    fn each_backend_is_told_what_it_can_take() {
        use Memory::{Native, None, Replay};
        // The turns, what the backend keeps, whether the vendor may → how it is told, and what.
        let cases: &[Case] = &[
            (&["cup logo=l"], None, true, Telling::Single, &["cup logo=l"]),
            (&[], Native, true, Telling::Single, &[]),
            (&["cup", "ref=a@here:7", "red"], Native, true, Telling::Native, &["@here:7", "red"]),
            // The vendor may not keep it, or it is another vendor's: all turns again.
            (&["cup", "ref=a@here:7", "red"], Native, false, Telling::Replay, &["cup", "reference=a @here:7", "red"]),
            (&["cup", "ref=a@else:7", "red"], Native, true, Telling::Replay, &["cup", "reference=a", "red"]),
            (&["cup", "ref=a", "red"], Replay, true, Telling::Replay, &["cup", "reference=a", "red"]),
            // Flattened: the last wish alone, the picture that was chosen, the logo of the first turn.
            (
                &["cup logo=l ref=r", "ref=a source=b", "blue", "ref=c@here:9", "red mask=m"],
                None,
                true,
                Telling::Flatten,
                &[&format!("red {KEEP} cup source=c mask=m logo=l @here:9")],
            ),
            (
                &["cup", "ref=a source=b@else:1", "red logo=l"],
                None,
                true,
                Telling::Flatten,
                &[&format!("red {KEEP} cup source=b logo=l")],
            ),
            // A source of the person's own comes before what was made.
            (
                &["cup", "ref=a", "red source=s"],
                None,
                true,
                Telling::Flatten,
                &[&format!("cup {CHANGES} - red source=s")],
            ),
            // Nothing was made: every wish counts.
            (
                &["cup", "sorry", "red", "sorry", "big"],
                None,
                true,
                Telling::Flatten,
                &[&format!("cup {CHANGES} - red - big")],
            ),
        ];
        for (turns, memory, may_be_stored, telling, expected) in cases {
            let turns: Vec<Turn> = turns.iter().enumerate().map(|(index, text)| turn(index, text)).collect();
            let (told, sent) = converse(&turns, HERE, *memory, *may_be_stored);
            assert_eq!(told, *telling, "{expected:?}");
            assert_eq!(sent.iter().map(written).collect::<Vec<_>>(), *expected);
        }
    }
}
