//! Folders of skills, right and wrong: every problem of all files at once, each with its place and in words. What archives
//! may do stands in `hostile.rs`.

use std::path::Path;

use galley_domain::bundle::Bundle;
use galley_domain::catalog::Catalog;
use galley_domain::skill::{Skill, unwrap_folder};
use galley_domain::source::Problems;

const MAIN: (&str, &str) = ("SKILL.md", "---\nname: calm\ndescription: How it is done here.\n---\n# Words\n");

fn catalog() -> Catalog {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture");
    let file = |name: &str| (name.to_owned(), std::fs::read(fixture.join(name)).expect("the fixture is there"));
    let files = ["formats/iab.toml", "locales/de-DE.toml", "locales/ar-AE.toml"].map(file);
    Catalog::parse(files.into_iter()).expect("the fixture is right")
}

fn read(files: &[(&str, &str)]) -> Result<Skill, Problems> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let (files, folder) = unwrap_folder(Bundle::parse(files).expect("the names are safe"));
    Skill::parse(&files, folder.as_deref(), Some(&catalog()))
}

/// That all of these are told.
fn tells(what: &str, files: &[(&str, &str)], expected: &[&str]) {
    let problems = read(files).map(|_| ()).expect_err(what).to_string();
    for words in expected {
        assert!(problems.contains(words), "{what}: “{words}” is not told in\n{problems}");
    }
}

#[test]
fn a_whole_skill_is_read() {
    let main = "---\nname: calm\ndescription: How it is done here.\nlicense: Apache-2.0\nmetadata:\n  version: 1.10   # not 1.1\n  \
                author: \"The studio\"\nallowed-tools: Read Bash(git:*)\n---\n# Words\n\nMore.\n";
    let layout = "prefer:\n  - { layout: layouts/split/, markets: [ae], shapes: [wide, strip] }\n";
    let examples = "examples:\n  - { picture: examples/a.png, shows: pass, caption: Room. }\n  \
                    - { picture: examples/b.jpg, shows: fail, caption: None. }\n";
    let skill = read(&[
        ("calm/SKILL.md", main),
        ("calm/layout.yaml", layout),
        ("calm/examples.yaml", examples),
        ("calm/examples/a.png", ""),
        ("calm/examples/b.jpg", ""),
        ("calm/prompts/generate_image.md", "Soft light.\n"),
        ("calm/references/tone.md", "More."),
        ("calm/rules.yaml", "names: []"),
        ("calm/LICENSE", "Apache-2.0"),
    ]);
    let skill = skill.unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!((skill.front.name.as_str(), skill.front.license.as_deref()), ("calm", Some("Apache-2.0")));
    assert_eq!(skill.front.metadata["version"], "1.10", "what the format has as text stays the text it was");
    assert_eq!(skill.front.allowed_tools.as_deref(), Some("Read Bash(git:*)"));
    assert_eq!(skill.body, "# Words\n\nMore.");
    assert_eq!(skill.prompts["generate_image"], "Soft light.");
    assert_eq!((skill.prefer[0].layout.as_str(), skill.prefer[0].shapes.len()), ("layouts/split", 2));
    assert_eq!(skill.examples.iter().map(|example| example.passes).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn names_are_those_of_the_format() {
    let main = |name: &str| format!("---\nname: {name}\ndescription: b\n---\n");
    for (name, read_as) in [("größe-ab", "größe-ab"), ("123", "123"), ("\u{FB01}ne", "fine")] {
        let skill = read(&[("SKILL.md", &main(name))]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(skill.front.name, read_as);
    }
    for name in ["Calm", "-a", "a-", "a--b", "a b", "a_b", "a/b", "ä.b"] {
        tells(name, &[("SKILL.md", &main(name))], &["SKILL.md:2:7: ", "cannot be the name of a skill"]);
    }
    let long = main(&"a".repeat(70)).replace("description: b", &format!("description: {}", "d".repeat(1_030)));
    tells("long texts", &[("SKILL.md", &long)], &["has 70 characters; expected at most 64", "has 1030 characters"]);
    let wide = main(&"字".repeat(40));
    tells("many bytes", &[("SKILL.md", &wide)], &["the name has 120 bytes; expected at most 100"]);
    tells("another folder", &[("loud/SKILL.md", MAIN.1)], &["SKILL.md:2:7: the folder is called “loud”"]);
}

#[test]
fn front_matter_is_told_all_at_once() {
    let main = "---\nname: Brand--Voice-\ndescription: \"\"\nlicence: MIT\ncompatibility: [a, b]\nmetadata: {author: me}\n\
                allowed-tools:\n  - Read\n---\n";
    let expected = [
        "SKILL.md:2:7: “Brand--Voice-” cannot be the name of a skill",
        "SKILL.md:3:14: description is empty",
        "SKILL.md:4:1: the format has no field “licence”",
        "did you mean “license”?",
        "SKILL.md:5:16: this must be a text",
        "SKILL.md:6:11: metadata cannot stand in brackets",
    ];
    tells("many mistakes", &[("SKILL.md", main)], &expected);
    let missing = ["the field name is missing", "the field description is missing"];
    tells("nothing that is required", &[("SKILL.md", "---\nlicense: MIT\n---\n")], &missing);
    for (what, main, expected) in [
        ("not closed", "---\nname: a\ndescription: b\n", "the front matter is not closed"),
        ("not there", "# A skill\n", "SKILL.md:1:1: the file must begin with its front matter"),
        ("hyphens inside", "---\nname: a\ndescription: b --- c\n---\n", "SKILL.md:3:1: three hyphens end"),
        ("broken", "---\nname: a\ndescription: b: c\n---\n", "SKILL.md:3:"),
        ("a list", "---\n- a\n---\n", "must be fields with values"),
    ] {
        tells(what, &[("SKILL.md", main)], &[expected]);
    }
    tells("no skill", &[("rules.yaml", "names: []")], &["SKILL.md:1:1: this file is missing"]);
}

#[test]
fn files_that_mean_nothing_are_refused() {
    for (what, path, text, expected) in [
        ("a script", "scripts/run.sh", "x", "scripts/run.sh:1:1: Galley runs nothing that a skill brings"),
        ("a misspelt step", "prompts/generate_imagine.md", "x", "did you mean “generate_image.md”?"),
        ("a note", "notes.txt", "x", "notes.txt:1:1: nothing in Galley reads this file"),
        ("a template", "prompts/edit_image.md", "Put {{brand.title}} in.", "prompts/edit_image.md:1:5: a skill's text"),
        ("an empty prompt", "prompts/generate_text.md", " \n", "this text is empty"),
        (
            "a control character",
            "prompts/transcreate.md",
            "a\u{7}b",
            "prompts/transcreate.md:1:2: this text holds a control",
        ),
        ("a loose picture", "examples/a.png", "", "examples.yaml does not say what this picture shows"),
        ("a market", "layout.yaml", "prefer:\n  - { layout: layouts/a, markets: [dee] }\n", "there is no market “dee”"),
        (
            "a format",
            "layout.yaml",
            "prefer:\n  - { layout: layouts/a, formats: [iab.x] }\n",
            "there is no format “iab.x”",
        ),
        ("a shape", "layout.yaml", "prefer:\n  - { layout: layouts/a, shapes: [round] }\n", "“round” is not a choice"),
        ("a way out", "layout.yaml", "prefer:\n  - { layout: ../a }\n", "layout.yaml:2:"),
        (
            "a picture that is not there",
            "examples.yaml",
            "examples:\n  - { picture: examples/a.png, shows: pass, caption: x }\n",
            "there is no picture “examples/a.png”",
        ),
    ] {
        tells(what, &[MAIN, (path, text)], &[expected]);
    }
}
