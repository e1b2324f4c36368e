//! Motions: an ad in parts is the ad, a film ends as it, a banner holds what it needs and nothing from outside.

use std::io::{Cursor, Read};

use galley_compose::{Apart, Asset, Density, Film, Job, Motion, Order, SlotContent, Studio, write_banner};

use crate::job;

const LEGAL: &str = "© 2026 “Kiln” & Sons";

fn ad(studio: &Studio, (width, height): (u32, u32), locale: (&str, &str)) -> Job {
    let texts = [("headline", "Good morning"), ("subline", "A line below it"), ("cta", "Go"), ("legal", LEGAL)];
    let format = job::format("test", width, height);
    let mut job = job::job(studio, "global-launch/layouts/hero", format, job::locale(locale.0, locale.1), &texts);
    let picture = Asset::new(job::read("demo/coffee.png"));
    job.slots.insert("scene".to_owned(), SlotContent::Picture { asset: picture, focal: None });
    job
}

fn apart(studio: &Studio, job: &Job, density: Density) -> Apart {
    studio.take_apart(job, &Order { density, ..Order::default() }).expect("an ad in parts")
}

/// The most that any channel of any pixel differs.
fn difference(one: &[u8], other: &[u8]) -> u8 {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or_default()
}

#[test]
fn a_film_ends_as_the_ad_and_begins_without_its_words() {
    let studio = job::studio();
    for (size, locale) in [((1080, 1080), ("en-GB", "Latn")), ((300, 250), ("ar-AE", "Arab"))] {
        let job = ad(&studio, size, locale);
        let (still, facts) = studio.draw(&job).expect("an ad");
        let apart = apart(&studio, &job, Density::Normal);
        let motion = Motion::usual(&job.layout);
        let film = Film::new(&apart, &motion);
        assert_eq!(film.count(), 180);
        let mut picture = Vec::new();
        film.draw(179, &mut picture);
        assert!(difference(&picture, &still) <= 4, "{size:?}: {}", difference(&picture, &still));

        film.draw(0, &mut picture);
        let [x, y, w, h] = facts.texts.iter().find(|text| text.slot == "headline").expect("a headline").rect;
        let ink = |pixels: &[u8]| {
            let rows = (y as usize..(y + h) as usize)
                .flat_map(|y| (x as usize..(x + w) as usize).map(move |x| (y * size.0 as usize + x) * 4));
            let tones: Vec<u32> = rows.map(|at| pixels[at..at + 3].iter().map(|c| u32::from(*c)).sum()).collect();
            tones.iter().max().expect("pixels") - tones.iter().min().expect("pixels")
        };
        assert!(
            ink(&picture) * 2 < ink(&still),
            "the headline is there from the start: {} {}",
            ink(&picture),
            ink(&still)
        );
    }
}

#[test]
fn parts_come_from_the_reading_end_and_a_legal_line_never_moves() {
    let studio = job::studio();
    let job = ad(&studio, (600, 500), ("ar-AE", "Arab"));
    let file = b"seconds = 4\n[parts.logo]\nenter = \"slide\"\nat = 1\nover = 1\n";
    let motion = Motion::parse("motion.toml", file, &job.layout).expect("a motion");
    assert_eq!(motion.at("logo", 0.5).opacity, 0.0);
    let moment = motion.at("logo", 1.4);
    assert!(moment.shift[0] > 0.0 && moment.opacity > 0.0 && moment.opacity < 1.0, "{moment:?}");
    assert_eq!(motion.at("logo", 3.0), motion.at("legal", 0.0));

    let bad = "seconds = 4\n[parts.legal]\nenter = \"fade\"\n[parts.logo]\nenter = \"fade\"\nat = 3\n\
               [parts.headlin]\ndrift = 0.1\n[parts.cta]\npulse = 2.9\n";
    let told = Motion::parse("motion.toml", bad.as_bytes(), &job.layout).expect_err("it is wrong").to_string();
    for part in ["legal line stands still", "from 3 s on everything stands still", "headline", "it swells for"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let told = Motion::parse("motion.toml", b"seconds = 900\nfsp = 3\n", &job.layout).expect_err("it is wrong");
    assert!(told.to_string().contains("fps"), "{told}");
}

#[test]
fn a_banner_is_light_enough_and_all_there() {
    let studio = job::studio();
    let job = ad(&studio, (300, 250), ("de-DE", "Latn"));
    let motion = Motion::usual(&job.layout);
    let densities = [Density::Double, Density::Normal].map(|density| apart(&studio, &job, density));
    let bytes = write_banner(&job, &motion, &densities, 150_000).expect("a banner");
    assert!(bytes.len() <= 150_000);
    assert_eq!(bytes, write_banner(&job, &motion, &densities, 150_000).expect("a banner"), "the same bytes again");

    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP");
    let mut page = String::new();
    zip.by_name("index.html").expect("a page").read_to_string(&mut page).expect("text");
    for part in [
        "<meta name=\"ad.size\" content=\"width=300,height=250\">",
        "var clickTag",
        "window.open(window.clickTag)",
        "lang=\"de-DE\"",
        "alt=\"© 2026 “Kiln” &amp; Sons\"",
        "prefers-reduced-motion",
        "@keyframes",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for source in page.split("src=\"").skip(1).map(|rest| rest.split('"').next().expect("a name")) {
        let mut file = zip.by_name(source).expect("a picture that the page names");
        let mut picture = Vec::new();
        file.read_to_end(&mut picture).expect("bytes");
        image::load_from_memory(&picture).expect("a picture");
    }
    let refused = write_banner(&job, &motion, &densities, 4_000).expect_err("too heavy").to_string();
    assert!(refused.contains("at most 4000"), "{refused}");
}
