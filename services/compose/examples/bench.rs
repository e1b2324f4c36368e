//! How fast ads are composed: 12 formats × 8 locales of one ad (photo, scrim, cut-out, logo, headline, sub-line, button,
//! legal line), split by kind of work, and the floor beside it. Prints one JSON object as its last line.
//! `cargo run --release --example bench -p galley-compose -- [--many] [--assets FOLDER]`: `--many` composes 10,000
//! variants and reports the memory it took, `--assets` writes what other tools need to make the same ad. Not a test.

mod stock;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use galley_compose::{Asset, FontLibrary, Job, Phase, SlotContent, Studio};
use galley_domain::format::Mime;
use serde::Deserialize;
use serde_json::{Value, json};
use stock::{Fallible, Stock};

/// Rounds that are measured, after one that is not.
const ROUNDS: usize = 7;
const MANY: usize = 10_000;
/// The photo's size.
const PHOTO: [u32; 2] = [2000, 1500];

#[derive(Deserialize)]
struct Ad {
    layout: String,
    photo: String,
    cutout: String,
    formats: Vec<String>,
    locales: Vec<BTreeMap<String, String>>,
}

fn main() -> Fallible<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let stock = Stock::read()?;
    let ad: Ad = serde_json::from_str(include_str!("../../../xtask/bench/compose/ad.json"))?;
    let jobs = jobs(&stock, &ad)?;
    if let Some(at) = words.iter().position(|word| word == "--assets") {
        return write_assets(&stock, &jobs, Path::new(words.get(at + 1).ok_or("--assets FOLDER")?));
    }
    forget_peak();
    let (jpeg, png) = (with_mime(&jobs, Mime::Jpeg), with_mime(&jobs, Mime::Png));
    let mut report = json!({ "formats": ad.formats.len(), "locales": ad.locales.len() });
    report["cold_first_ms"] = cold(&jpeg[0])?;
    report["jpeg"] = warm(&stock.studio, &jpeg)?;
    report["png"] = warm(&stock.studio, &png)?;
    report["others"] = others(&stock.studio, &jpeg)?;
    report["floor"] = floor(&stock.studio, &jpeg)?;
    report["preview_ms"] = preview(&stock.studio, &jpeg)?;
    report["two_threads"] = threads(&stock.studio, &jpeg)?;
    if words.iter().any(|word| word == "--many") {
        many(&stock.studio, &jpeg)?;
    }
    report["variants"] = json!(if words.iter().any(|word| word == "--many") { MANY } else { 0 });
    report["peak_memory_mb"] = json!(peak_memory_mb());
    println!("{report}");
    Ok(())
}

/// The ad in every format and locale; the variants of a format follow one another.
fn jobs(stock: &Stock, ad: &Ad) -> Fallible<Vec<Job>> {
    let photo = Asset::new(photo(&stock.root.join(&ad.photo))?);
    let cutout = Asset::new(std::fs::read(stock.root.join(&ad.cutout))?);
    let layout = Asset::new(std::fs::read(stock.root.join(&ad.layout).join("layout.toml"))?);
    let layout = stock.studio.layout(&ad.layout, &layout).map_err(|problems| problems.to_string())?;
    let picture = |asset: &Asset| SlotContent::Picture { asset: asset.clone(), focal: None };
    let mut jobs = Vec::new();
    for id in &ad.formats {
        let format = stock.catalog.formats.get(id).ok_or("no such format")?;
        for texts in &ad.locales {
            let locale = stock.catalog.find_locale_of(&texts["market"]).ok_or("no such locale")?;
            let mut slots: BTreeMap<String, SlotContent> = texts
                .iter()
                .filter(|(slot, _)| *slot != "market")
                .map(|(slot, text)| (slot.clone(), SlotContent::Text(text.clone())))
                .collect();
            slots.insert("scene".to_owned(), picture(&photo));
            slots.insert("product".to_owned(), picture(&cutout));
            slots.insert("logo".to_owned(), SlotContent::Logo(stock.logo()?));
            jobs.push(Job {
                layout: layout.clone(),
                format: format.clone(),
                locale: locale.clone(),
                palette: stock.palette(),
                slots,
                fonts: stock.fonts(),
            });
        }
    }
    Ok(jobs)
}

/// A photo as a camera gives it: large, with grain, as a JPEG.
fn photo(path: &Path) -> Fallible<Vec<u8>> {
    let small = image::open(path)?.to_rgb8();
    let mut large = image::imageops::resize(&small, PHOTO[0], PHOTO[1], image::imageops::FilterType::CatmullRom);
    let mut state = 1u32;
    for value in large.iter_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *value = (i32::from(*value) + ((state >> 24) as i32 % 7) - 3).clamp(0, 255) as u8;
    }
    let mut bytes = Vec::new();
    jpeg_encoder::Encoder::new(&mut bytes, 92).encode(
        &large,
        PHOTO[0] as u16,
        PHOTO[1] as u16,
        jpeg_encoder::ColorType::Rgb,
    )?;
    Ok(bytes)
}

fn with_mime(jobs: &[Job], mime: Mime) -> Vec<Job> {
    let mut jobs = jobs.to_vec();
    for job in &mut jobs {
        job.format.mime = mime;
        if mime == Mime::Png {
            // As a proof: no channel takes a photo this size as PNG.
            job.format.max_bytes = u64::MAX;
        }
    }
    jobs
}

/// Milliseconds this thread has worked: others on the machine do not count.
fn now() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1000.0 + time.tv_nsec as f64 / 1e6
}

fn ms(start: f64) -> f64 {
    now() - start
}

fn rounded(value: f64) -> Value {
    json!((value * 1000.0).round() / 1000.0)
}

/// Milliseconds per phase of one ad.
fn phases(studio: &Studio, job: &Job) -> Fallible<([f64; 5], usize)> {
    let mut spent = [0.0; 5];
    let mut last = now();
    let composed = studio.compose_watched(job, &mut |phase: Phase| {
        spent[phase as usize] += ms(last);
        last = now();
    })?;
    Ok((spent, composed.bytes.len()))
}

fn named(spent: [f64; 5]) -> Value {
    let [decode, layout, raster, encode, thumbnails] = spent.map(rounded);
    let total = rounded(spent[..4].iter().sum());
    json!({ "file": total, "decode": decode, "layout": layout, "raster": raster, "encode": encode, "thumbnails": thumbnails })
}

fn cold(job: &Job) -> Fallible<Value> {
    let start = now();
    let studio = Studio::new(FontLibrary::bundled());
    let ready = ms(start);
    let (spent, _) = phases(&studio, job)?;
    let mut value = named(spent);
    value["studio"] = rounded(ready);
    value["file"] = rounded(ready + spent[..4].iter().sum::<f64>());
    Ok(value)
}

/// Means per variant, of the round that is the median of all.
fn warm(studio: &Studio, jobs: &[Job]) -> Fallible<Value> {
    let mut rounds = Vec::new();
    let mut by_format: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut bytes = 0;
    for round in 0..=ROUNDS {
        let mut sums = [0.0; 5];
        bytes = 0;
        for job in jobs {
            let (spent, length) = phases(studio, job)?;
            bytes += length;
            sums.iter_mut().zip(spent).for_each(|(sum, spent)| *sum += spent / jobs.len() as f64);
            if round > 0 {
                by_format.entry(&job.format.id).or_default().push(spent[..4].iter().sum());
            }
        }
        if round > 0 {
            rounds.push(sums);
        }
    }
    rounds.sort_by(|a, b| a[..4].iter().sum::<f64>().total_cmp(&b[..4].iter().sum()));
    let mut value = named(rounds[ROUNDS / 2]);
    value["fastest_round"] = rounded(rounds[0][..4].iter().sum());
    value["bytes"] = json!(bytes / jobs.len());
    value["by_format"] = by_format
        .into_iter()
        .map(|(id, mut times)| {
            times.sort_by(f64::total_cmp);
            (id.to_owned(), rounded(times[times.len() / 2]))
        })
        .collect();
    Ok(value)
}

/// Other encoders on the same pixels, per variant: what they would cost here.
fn others(studio: &Studio, jobs: &[Job]) -> Fallible<Value> {
    let mut spent = [0.0; 2];
    let mut bytes = [0; 2];
    for job in jobs {
        let (pixels, _) = studio.draw(job)?;
        let (width, height) = (job.format.width, job.format.height);
        let start = now();
        let mut out = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut out, 90);
        encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
        encoder.encode(&pixels, width as u16, height as u16, jpeg_encoder::ColorType::Rgba)?;
        spent[0] += ms(start);
        bytes[0] += out.len();
        let start = now();
        let rgb: Vec<u8> = pixels.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        encoder.write_header()?.write_image_data(&rgb)?;
        spent[1] += ms(start);
        bytes[1] += out.len();
    }
    let count = jobs.len();
    Ok(json!({
        "jpeg_encoder_ms": rounded(spent[0] / count as f64), "jpeg_encoder_bytes": bytes[0] / count,
        "fdeflate_ms": rounded(spent[1] / count as f64), "fdeflate_bytes": bytes[1] / count,
    }))
}

/// What moving the bytes alone costs: the plate copied, the file copied.
fn floor(studio: &Studio, jobs: &[Job]) -> Fallible<Value> {
    let (mut copy, mut pixels_bytes, mut file_bytes, mut inked) = (0.0, 0, 0, 0.0);
    let mut target = Vec::new();
    for job in jobs {
        let (pixels, facts) = studio.draw(job)?;
        let file = studio.compose(job)?.bytes;
        let start = now();
        target.clear();
        target.extend_from_slice(&pixels);
        black_box(&target);
        target.clear();
        target.extend_from_slice(&file);
        black_box(&target);
        copy += ms(start);
        (pixels_bytes, file_bytes) = (pixels_bytes + pixels.len(), file_bytes + file.len());
        inked += facts.texts.iter().map(|text| f64::from(text.rect[2] * text.rect[3] * 4.0)).sum::<f64>();
    }
    let count = jobs.len();
    Ok(json!({
        "copy_ms": rounded(copy / count as f64), "pixel_bytes": pixels_bytes / count,
        "bytes_under_text": (inked / count as f64).round(), "file_bytes": file_bytes / count,
    }))
}

/// All formats of one locale after its headline changed.
fn preview(studio: &Studio, jobs: &[Job]) -> Fallible<Value> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let mut total = 0.0;
        for job in jobs.iter().step_by(8) {
            let mut job = job.clone();
            job.slots.insert("headline".to_owned(), SlotContent::Text(format!("The day can wait {round} minutes.")));
            total += phases(studio, &job)?.0[..4].iter().sum::<f64>();
        }
        times.push(total);
    }
    times.sort_by(f64::total_cmp);
    Ok(rounded(times[ROUNDS / 2]))
}

/// Variants a second on one core and on two; and by how much a variant's own work grows when two share the machine,
/// which is what a busy machine cannot blur.
fn threads(studio: &Studio, jobs: &[Job]) -> Fallible<Value> {
    let measure = |threads: usize| {
        let next = AtomicUsize::new(0);
        let start = Instant::now();
        let work = || {
            let began = now();
            while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                black_box(studio.compose(job).is_ok());
            }
            ms(began)
        };
        let worked: f64 = std::thread::scope(|scope| {
            let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            all.into_iter().filter_map(|thread| thread.join().ok()).sum()
        });
        (jobs.len() as f64 / start.elapsed().as_secs_f64(), worked / jobs.len() as f64)
    };
    let best = |threads: usize| {
        let rounds: Vec<(f64, f64)> = (0..7).map(|_| measure(threads)).collect();
        rounds.into_iter().fold((0.0, f64::MAX), |(rate, work), round| (round.0.max(rate), round.1.min(work)))
    };
    let (one, two) = (best(1), best(2));
    Ok(json!({
        "one_per_s": rounded(one.0), "two_per_s": rounded(two.0), "ratio": rounded(two.0 / one.0),
        "one_work_ms": rounded(one.1), "two_work_ms": rounded(two.1), "ratio_by_work": rounded(2.0 * one.1 / two.1),
    }))
}

fn many(studio: &Studio, jobs: &[Job]) -> Fallible<()> {
    for index in 0..MANY {
        let mut job = jobs[index % jobs.len()].clone();
        job.slots.insert("subline".to_owned(), SlotContent::Text(format!("No. {index}")));
        black_box(studio.compose(&job)?);
    }
    Ok(())
}

/// Making the photo took memory that composing does not.
fn forget_peak() {
    drop(std::fs::write("/proc/self/clear_refs", "5"));
}

/// The most memory this process held since, where the system says it.
fn peak_memory_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

/// What other tools need to make the same ads, and ours beside it.
fn write_assets(stock: &Stock, jobs: &[Job], folder: &Path) -> Fallible<()> {
    std::fs::create_dir_all(folder.join("galley"))?;
    let mut ads = Vec::new();
    for (index, job) in jobs.iter().enumerate() {
        let composed = stock.studio.compose(job)?;
        let name = format!("{}_{}.jpg", job.format.id, job.locale.tag);
        std::fs::write(folder.join("galley").join(&name), &composed.bytes)?;
        for (slot, content) in &job.slots {
            match content {
                SlotContent::Picture { asset, .. } if index == 0 => {
                    std::fs::write(folder.join(slot), &asset.bytes)?;
                }
                SlotContent::Logo(logo) if index == 0 => std::fs::write(folder.join("logo.svg"), &logo.svg.bytes)?,
                _ => {}
            }
        }
        ads.push(json!({
            "name": name, "width": job.format.width, "height": job.format.height, "tag": job.locale.tag,
            "script": job.locale.script, "is_rtl": job.locale.direction == galley_domain::locale::Direction::Rtl,
            "texts": composed.facts.texts, "logo": composed.facts.logo, "product": composed.facts.product,
        }));
    }
    std::fs::write(folder.join("ads.json"), serde_json::to_string(&ads)?)?;
    Ok(())
}
