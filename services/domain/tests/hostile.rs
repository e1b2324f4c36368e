//! Input made to hurt: it is refused, quickly and within bounded memory, with a plain message.
//! Also workbooks, which cannot be small text files.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use galley_domain::bundle::Bundle;
use galley_domain::copy_deck::CopyDeck;
use galley_domain::skill::{self, Skill};
use galley_domain::source::{Document, Problems};
use zip::write::SimpleFileOptions;

/// Far more than any of these takes, far less than a hostile one would.
const LIMIT: Duration = Duration::from_secs(10);

fn refused<T>(name: &str, read: impl FnOnce() -> Result<T, Problems>) -> String {
    let started = Instant::now();
    let problems = read().map(|_| ()).expect_err(name).to_string();
    assert!(started.elapsed() < LIMIT, "{name} took {:?}", started.elapsed());
    problems
}

#[test]
fn deep_and_large_texts_are_refused() {
    let half = 500_000;
    let texts = [
        ("flow lists", "[".repeat(half)),
        ("flow groups", "{a: ".repeat(half / 4)),
        ("block lists", "- ".repeat(half)),
        ("keys", "? ".repeat(half)),
        ("colons", ": ".repeat(half)),
        ("closed lists", format!("a: {}{}", "[".repeat(half), "]".repeat(half))),
        ("many values", format!("a: [{}]", "1,".repeat(half))),
        ("many keys", (0..110_000).map(|n| format!("{n}: 1\n")).collect()),
        ("long key", format!("{}: 1", "a".repeat(half))),
        ("open quote", format!("a: \"{}", "b ".repeat(half))),
        ("anchors", "&a ".repeat(half / 2)),
        ("stars", "*a ".repeat(half / 2)),
    ];
    for (name, text) in &texts {
        refused(name, || Document::parse_yaml("a.yaml", text));
    }
    refused("too large", || Document::parse_yaml("a.yaml", &"a: b\n".repeat(300_000)));
    refused("JSON lists", || Document::parse_json("a.json", &"[".repeat(half)));
    refused("JSON values", || Document::parse_json("a.json", &format!("[{}1]", "1,".repeat(half))));
    refused("TOML lists", || Document::parse_toml("a.toml", &format!("a = {}", "[".repeat(half))));
    refused("TOML tables", || Document::parse_toml("a.toml", &format!("a = {}", "{a=".repeat(half / 4))));
    refused("TOML keys", || Document::parse_toml("a.toml", &format!("{}a = 1", "a.".repeat(half / 2))));
}

#[test]
fn bundles_have_limits() {
    let small = |name: &str| (name.to_owned(), Vec::new());
    let twins = refused("twins", || Bundle::parse([small("Logo.svg"), small("logo.SVG")]));
    assert!(twins.contains("same name but for capitals"), "{twins}");
    let many = refused("many", || Bundle::parse((0..501).map(|n| small(&format!("{n}.txt")))));
    assert!(many.contains("more than 500"), "{many}");
    let large = refused("large", || Bundle::parse((0..5).map(|n| (format!("{n}.bin"), vec![0; 15 << 20]))));
    assert!(large.contains("larger than"), "{large}");
    let climbing = refused("climbing", || Bundle::parse([small("../x"), small("/y"), small("ok")]));
    assert_eq!(climbing.lines().count(), 2, "{climbing}");
}

#[test]
fn a_workbook_is_read_like_a_csv_file() {
    let deck = CopyDeck::parse(
        "copy.xlsx",
        &workbook(&[
            &["message", "slot", "max_chars", "de-DE"],
            &["morning", "headline", "=28", "Der Tag kann warten."],
            &["morning", "subline", "", ""],
        ]),
    );
    let deck = deck.expect("the workbook is right");
    let line = deck.line("morning", "headline", "de-DE", &BTreeMap::new()).expect("the line is there");
    assert_eq!((line.text.as_str(), line.max_chars), ("Der Tag kann warten.", Some(28)));
    assert!(deck.line("morning", "subline", "de-DE", &BTreeMap::new()).is_err());

    let wrong = workbook(&[&["message", "slot", "max_chars", "de-DE"], &["morning", "headline", "=2.5", "x"]]);
    let problems = refused("wrong", || CopyDeck::parse("copy.xlsx", &wrong));
    assert!(problems.starts_with("copy.xlsx:2:3: “2.5” is not a number of characters"), "{problems}");
}

#[test]
fn workbooks_made_to_hurt_are_refused() {
    let bomb = zipped(&[("xl/worksheets/sheet1.xml", &vec![b' '; 70 << 20])]);
    assert!(bomb.len() < 1 << 20, "a bomb is small");
    let problems = refused("bomb", || CopyDeck::parse("copy.xlsx", &bomb));
    assert!(problems.contains("unpacks to more than"), "{problems}");
    let problems = refused("climbing", || CopyDeck::parse("copy.xlsx", &zipped(&[("../../x.xml", b"x")])));
    assert!(problems.contains("bad name"), "{problems}");
    let far = sheet("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    let problems = refused("far cell", || CopyDeck::parse("copy.xlsx", &far));
    assert!(problems.contains("larger than"), "{problems}");
    refused("no workbook", || CopyDeck::parse("copy.xlsx", &zipped(&[("a.txt", b"x")])));
    refused("cut off", || CopyDeck::parse("copy.xlsx", &workbook(&[&["message"]])[..200]));
    let error = sheet("<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#REF!</v></c></row>");
    let problems = refused("error cell", || CopyDeck::parse("copy.xlsx", &error));
    assert!(problems.contains("copy.xlsx:1:1: this cell holds the error #REF!"), "{problems}");
}

/// A workbook with one sheet; a cell that begins with `=` is a number.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut xml = String::new();
    for (index, row) in rows.iter().enumerate() {
        let line = index + 1;
        xml += &format!("<row r=\"{line}\">");
        for (column, cell) in row.iter().enumerate() {
            let name = format!("{}{line}", char::from(b'A' + column as u8));
            xml += &match cell.strip_prefix('=') {
                Some(number) => format!("<c r=\"{name}\"><v>{number}</v></c>"),
                None => format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
            };
        }
        xml += "</row>";
    }
    sheet(&xml)
}

fn sheet(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"Copy\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
    zipped(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(bytes).expect("memory can be written to");
    }
    writer.finish().expect("memory can be written to").into_inner()
}

#[test]
fn archives_of_skills() {
    let main: &[u8] = b"---\nname: a\ndescription: b\n---\n";
    let unpack = |bytes: &[u8]| skill::unpack("a.zip", bytes);
    let bomb = zipped(&[("a/SKILL.md", main), ("a/references/b.md", &vec![b' '; skill::MAX_BYTES + 1])]);
    assert!(bomb.len() < 1 << 20, "a bomb is small");
    let problems = refused("bomb", || unpack(&bomb));
    assert!(problems.contains("unpacks to more than"), "{problems}");
    let names: Vec<String> = (0..2 * skill::MAX_FILES + 1).map(|number| format!("references/{number}.md")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), main)).collect();
    let problems = refused("many", || unpack(&zipped(&many)));
    assert!(problems.contains("more than"), "{problems}");
    let problems = refused("climbing", || unpack(&zipped(&[("../SKILL.md", main)])));
    assert!(problems.contains("has the part"), "{problems}");
    let problems = refused("capitals", || unpack(&zipped(&[("SKILL.md", main), ("skill.md", main)])));
    assert!(problems.contains("the same name but for capitals"), "{problems}");
    let mut link = zip::ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("SKILL.md", "/etc/passwd", SimpleFileOptions::default()).expect("a new entry");
    let link = link.finish().expect("memory can be written to").into_inner();
    let problems = refused("link", || unpack(&link));
    assert!(problems.contains("is a link"), "{problems}");
    refused("cut off", || unpack(&bomb[..100]));
    refused("empty", || unpack(b""));
    let wide = zipped(&[("SKILL.md", format!("---\nname: a\ndescription: {}\n---\n", "[".repeat(2_000)).as_bytes())]);
    let files = unpack(&wide).expect("the archive is right");
    refused("deep front matter", || Skill::parse(&files, None, None));
}
