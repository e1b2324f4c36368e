//! The list of rules, in the order in which they answer: by group, in the order of
//! [`crate::GROUPS`]. A rule that is not listed does not compile, since nothing else uses it.

mod altered_text;
mod banned_word;
mod dropped_text;
mod file_weight;
mod foreign_legal_line;
mod legal_line_missing;
mod logo_missing;
mod logo_too_small;
mod low_contrast;
mod missing_glyph;
mod picture_size;
mod picture_type;
mod safe_zone;
mod small_text;
mod text_overflow;

use crate::rule::Entry;

pub(crate) const RULES: &[Entry] = &[
    Entry::of::<banned_word::BannedWord>(),
    Entry::of::<logo_missing::LogoMissing>(),
    Entry::of::<logo_too_small::LogoTooSmall>(),
    Entry::of::<file_weight::FileWeight>(),
    Entry::of::<picture_size::PictureSize>(),
    Entry::of::<picture_type::PictureType>(),
    Entry::of::<safe_zone::SafeZone>(),
    Entry::of::<altered_text::AlteredText>(),
    Entry::of::<dropped_text::DroppedText>(),
    Entry::of::<text_overflow::TextOverflow>(),
    Entry::of::<missing_glyph::MissingGlyph>(),
    Entry::of::<low_contrast::LowContrast>(),
    Entry::of::<small_text::SmallText>(),
    Entry::of::<foreign_legal_line::ForeignLegalLine>(),
    Entry::of::<legal_line_missing::LegalLineMissing>(),
];
