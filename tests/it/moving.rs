//! Formats that move: the film and the banner are what is judged, sealed and published; a still of their end is what
//! people see everywhere else.

use std::fs;
use std::io::Cursor;
use std::process::Command;

use galley_domain::digest::Digest;
use serde_json::{Value, json};

use crate::campaign::{BRIEF, Files};
use crate::desk::{all_are, text};
use crate::world::{World, both};

both!(ads_that_move_are_judged_and_published);

async fn ads_that_move_are_judged_and_published(world: &World) {
    let formats = "  - iab.medium_rectangle_html5\n  - meta.feed_video_square";
    let files = Files::tiny()
        .with(BRIEF, "  - iab.medium_rectangle\n  - iab.leaderboard", formats)
        .with(BRIEF, "markets: [gb, de]", "markets: [gb]")
        .with(
            BRIEF,
            "  - { id: evening, title: Evening pause, scene: \"dusk, deep espresso browns, one warm lamp\" }\n",
            "",
        );
    let campaign = world.create(&files).await;
    world.make(&campaign).await;
    let ads = world.ads(&campaign).await;
    assert_eq!(ads.len(), 2, "{ads:?}");
    all_are(&ads, "in_review");
    for ad in &ads {
        check_media(world, ad).await;
    }
    world.approve_all(&campaign).await;
    let release = world.release(&campaign).await.expect("all is sealed");
    world.run_until_idle().await;
    let release = world.as_("producer").get(&format!("/releases/{}", text(&release["id"]))).await.expect("it is there");
    let items = release["items"].as_array().expect("it has files");
    for (ending, item) in [".zip", ".mp4"].into_iter().zip(items) {
        let name = text(&item["name"]);
        assert!(name.ends_with(ending), "{name}");
        let bytes = fs::read(world.published().join(&name)).expect("it was published");
        assert_eq!(Digest::of(&bytes).to_string(), text(&item["hash"]));
    }
}

/// The still is a picture; the file is what its format asks for.
async fn check_media(world: &World, ad: &Value) {
    let client = world.as_("brand_manager");
    let revision = text(&ad["revision"]["id"]);
    let still = client.get_bytes(&format!("/revisions/{revision}/picture")).await.expect("a still");
    assert_eq!(&still[..3], b"\xff\xd8\xff");
    let file = client.get_bytes(&format!("/revisions/{revision}/file")).await.expect("a file");
    if ad["revision"]["mime"] == "application/zip" {
        let mut zip = zip::ZipArchive::new(Cursor::new(&file)).expect("a ZIP");
        assert!(zip.by_name("index.html").is_ok() && file.len() <= 150_000);
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("film.mp4");
    fs::write(&path, &file).expect("a file");
    let fields = "stream=codec_name,width,height,pix_fmt,color_space,nb_frames:format=duration";
    let mut ffprobe = Command::new("ffprobe");
    ffprobe.args(["-v", "error", "-of", "json", "-show_entries", fields]).arg(&path);
    let told = ffprobe.output().expect("ffprobe runs").stdout;
    let told: Value = serde_json::from_slice(&told).expect("it answers JSON");
    let expected = json!({
        "codec_name": "h264", "width": 1080, "height": 1080, "pix_fmt": "yuv420p", "color_space": "bt709",
        "nb_frames": "180",
    });
    assert_eq!(told["streams"], json!([expected]));
    assert_eq!(told["format"]["duration"], "6.000000");
}
