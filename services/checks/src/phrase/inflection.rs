//! When two words are forms of the same word. Endings by language (`inflections.toml`), no dictionary: it knows that
//! “billiger” is “billig”, and neither that “besser” is “gut” nor that “Poster” is not “Post”.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use galley_domain::source::Document;
use schemars::JsonSchema;
use serde::Deserialize;

use super::fold::{self, Letter};

/// Letters that must be left when the endings are gone.
const LEAST_STEM: usize = 3;

/// What one language does with the ends of its words.
pub(super) struct Inflection {
    /// Endings that may stand for each other.
    patterns: Vec<Vec<Vec<Letter>>>,
    before: Vec<Vec<Letter>>,
    least: usize,
    doubles: bool,
    /// Accents that may come and go with the ending.
    marks: Vec<char>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Row {
    endings: Vec<String>,
    #[serde(default)]
    before: Vec<String>,
    least: Option<usize>,
    #[serde(default)]
    doubles: bool,
    #[serde(default)]
    marks: String,
}

static LANGUAGES: LazyLock<BTreeMap<String, Inflection>> = LazyLock::new(|| {
    let doc = Document::parse_toml("inflections.toml", include_str!("inflections.toml"));
    let (rows, problems) = doc.expect("a test reads this file").read::<BTreeMap<String, Row>>();
    assert!(problems.is_empty(), "{problems:?}");
    rows.into_iter().flatten().map(|(language, row)| (language, Inflection::from(row))).collect()
});

impl From<Row> for Inflection {
    fn from(row: Row) -> Inflection {
        let ending = |written: &str| if written == "-" { Vec::new() } else { fold::letters(written) };
        let pattern = |line: &String| line.split_whitespace().map(ending).collect();
        Inflection {
            patterns: row.endings.iter().map(pattern).collect(),
            before: row.before.iter().map(|written| fold::letters(written)).collect(),
            least: row.least.unwrap_or(LEAST_STEM),
            doubles: row.doubles,
            marks: row.marks.chars().collect(),
        }
    }
}

impl Inflection {
    /// None for languages whose words do not change, or of which nothing is known here.
    pub(super) fn find(language: &str) -> Option<&'static Inflection> {
        LANGUAGES.get(language)
    }

    /// Whether a word that was found is a form of the one that is wanted.
    pub(super) fn is_form(&self, found: &[Letter], wanted: &[Letter]) -> bool {
        self.is_ending(found, wanted)
            || self.before.iter().any(|before| {
                let rest = found.strip_prefix(before.as_slice());
                rest.is_some_and(|rest| rest == wanted || self.is_ending(rest, wanted))
            })
    }

    fn is_ending(&self, found: &[Letter], wanted: &[Letter]) -> bool {
        let (Some(first), Some(other)) = (found.first(), wanted.first()) else { return false };
        first.base == other.base
            && self.patterns.iter().any(|pattern| {
                let stems = |word| {
                    let stem = move |(at, ending): (usize, &Vec<Letter>)| Some((at, self.stem(word, ending)?));
                    pattern.iter().enumerate().filter_map(stem)
                };
                stems(found).any(|one| stems(wanted).any(|other| self.is_same(one, other)))
            })
    }

    fn stem<'w>(&self, word: &'w [Letter], ending: &[Letter]) -> Option<&'w [Letter]> {
        let (stem, end) = word.split_at_checked(word.len().checked_sub(ending.len())?)?;
        (self.is_near(end, ending) && stem.len() >= self.least).then_some(stem)
    }

    /// Stems before two endings. Before the same ending, an accent makes another word: schon is not schön.
    fn is_same(&self, (ending, found): (usize, &[Letter]), (other, wanted): (usize, &[Letter])) -> bool {
        if ending == other {
            return found == wanted;
        }
        let single = match found {
            [rest @ .., one, two] if self.doubles && one == two => &found[..=rest.len()],
            _ => found,
        };
        self.is_near(found, wanted) || self.is_near(single, wanted)
    }

    fn is_near(&self, found: &[Letter], wanted: &[Letter]) -> bool {
        let firm = |letter: &Letter| {
            letter.marks.iter().filter(|mark| !self.marks.contains(mark)).copied().collect::<Vec<_>>()
        };
        let is_near = |(one, other): (&Letter, &Letter)| one.base == other.base && firm(one) == firm(other);
        found.len() == wanted.len() && found.iter().zip(wanted).all(is_near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, wanted: &str, forms: &str, others: &str) {
        let inflection = Inflection::find(language).expect("the language is there");
        let is_form = |word: &str| inflection.is_form(&fold::letters(word), &fold::letters(wanted));
        let missed: Vec<&str> = forms.split_whitespace().filter(|word| !is_form(word)).collect();
        let wrong: Vec<&str> = others.split_whitespace().filter(|word| is_form(word)).collect();
        assert!(missed.is_empty() && wrong.is_empty(), "{wanted} ({language}): not seen {missed:?}, wrong {wrong:?}");
    }

    #[test]
    fn germanic() {
        check("en", "cheap", "cheaper cheapest cheaply CHEAP", "cheat chea cheapskate");
        check("en", "cure", "cures cured curing", "curly curl current cur");
        check("en", "easy", "easier easiest easily", "ease eases easel");
        check("en", "big", "bigger biggest", "bigot bog bag");
        check("en", "miracle", "miracles", "miraculous");
        check("de", "gesund", "gesunde gesunder gesünder gesündeste gesundes", "Gesundheit Sund Gesuch");
        check("de", "schön", "schöner schönste", "schon");
        check("de", "billig", "billige billiger billigsten billigste", "bill Billigung");
        check("de", "Haus", "Hauses Häuser Häusern", "hausgemacht");
        check("de", "garantieren", "garantiert garantierte garantiere", "Garant");
        check("de", "dunkel", "dunkle dunkler dunkles", "Dunkelheit");
        check("nl", "goedkoop", "goedkoopst goedkoops", "goed koop");
        check("sv", "bäst", "bästa", "baste best");
        check("nb", "billig", "billige billigst billigste billigere", "bil bille");
    }

    #[test]
    fn romance_and_greek() {
        check("fr", "meilleur", "meilleure meilleurs meilleures", "meille meilleurement");
        check("fr", "légal", "légale légaux légales", "légalité");
        check("fr", "garantir", "garantit garanti garantie garanties", "garant");
        check("es", "saludable", "saludables", "salud saludar");
        check("es", "barato", "barata baratos baratas baratísimo", "barra barajar");
        check("es", "joven", "jóvenes", "juventud");
        check("es", "ano", "anos", "año años");
        check("pt", "saudável", "saudáveis", "saúde");
        check("it", "migliore", "migliori", "meglio migliaia");
        check("it", "economico", "economica economici economiche", "economia");
        check("ro", "ieftin", "ieftină ieftini ieftine ieftinul", "ieftinire");
        check("el", "καλύτερος", "καλύτερη καλύτερο καλύτεροι καλύτερων", "καλός καλυτέρευση");
    }

    #[test]
    fn slavic_and_baltic() {
        check("pl", "najlepszy", "najlepsza najlepsze najlepszego najlepszych", "lepiej");
        check("pl", "tani", "tania tanie taniego tanich najtani", "taniec tanio");
        check("cs", "levný", "levná levné levného levných", "levnost");
        check("sk", "lacný", "lacná lacné lacného lacných", "lacnosť");
        check("ru", "дешёвый", "дешёвая дешёвого дешёвые", "дешевизна");
        check("ru", "лучший", "лучшая лучшее лучших", "луч");
        check("uk", "дешевий", "дешева дешеве дешевих", "дешевизна");
        check("bg", "евтин", "евтина евтино евтини", "");
        check("hr", "jeftin", "jeftina jeftine jeftini", "jeftinoća");
        check("lt", "pigus", "pigūs", "");
        check("lv", "lēts", "lēta lēti lētu", "lētums");
    }

    #[test]
    fn agglutinating_and_semitic() {
        check("fi", "halpa", "halpaa halpana", "halko");
        check("hu", "olcsó", "olcsóbb olcsók olcsót", "olcsóság");
        check("tr", "ucuz", "ucuza ucuzlar ucuzdan", "ucu uçuş");
        check("ar", "أفضل", "الأفضل بالأفضل والأفضل", "فضل");
        check("he", "זול", "הזול זולה זולים", "מזוודה");
        check("hi", "सस्ता", "सस्ते सस्ती", "सस्तापन");
    }

    #[test]
    fn every_language_of_ours_that_inflects_is_there() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows/locales");
        let files = std::fs::read_dir(folder).expect("the folder is there");
        let names = files.map(|file| file.expect("it can be read").file_name().to_string_lossy().into_owned());
        let still = ["ja", "ko", "th", "zh", "vi", "id", "ms", "fil"];
        let missing: Vec<String> = names
            .filter(|name| {
                let language = name.split('-').next().unwrap_or_default();
                !still.contains(&language) && Inflection::find(language).is_none()
            })
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
