//! An arrangement says which colours it may be drawn with, and is drawn with no others: whoever names a picture by what
//! goes into it can leave the rest of a palette out.

use galley_compose::{Palette, SlotKind};

use crate::job;

/// One format of each shape.
const SIZES: [(&str, u32, u32); 5] =
    [("tower", 160, 600), ("tall", 270, 480), ("square", 300, 250), ("wide", 480, 270), ("strip", 728, 90)];
const LAYOUTS: [&str; 6] = [
    "global-launch/layouts/hero",
    "global-launch/layouts/split",
    "retail-offers/layouts/grid",
    "retail-offers/layouts/offer",
    "social-refresh/layouts/story",
    "social-refresh/layouts/type-led",
];

#[test]
fn nothing_is_drawn_with_a_colour_that_is_not_listed() {
    let studio = job::studio();
    let mut left_out = 0;
    for layout in LAYOUTS {
        for (id, width, height) in SIZES {
            let format = job::format(id, width, height);
            let mut job = job::job(&studio, layout, format, job::locale("en-GB", "Latn"), &[]);
            let Some(arrangement) = job.layout.find_arrangement(&job.format) else { continue };
            let listed: Vec<String> = arrangement.list_colors().into_iter().map(str::to_owned).collect();
            for (slot, kind) in job.layout.list_slots() {
                if kind == SlotKind::Text {
                    job.slots.insert(slot, galley_compose::SlotContent::Text("12.90 now".to_owned()));
                }
            }
            let (whole, _) = studio.draw(&job).expect("it can be drawn");
            let colors = job.palette.list().filter(|(name, _)| listed.iter().any(|listed| listed == name));
            let narrowed = Palette::new(colors.map(|(name, color)| (name.to_owned(), color.0)));
            left_out += job.palette.list().count() - narrowed.list().count();
            job.palette = narrowed;
            let (narrowed, _) = studio.draw(&job).expect("it can be drawn");
            assert!(whole == narrowed, "{layout} is drawn with more than {listed:?} as {id}");
        }
    }
    assert!(left_out > 0, "some colour is not used somewhere");
}
