//! The list of rules, in the order in which they answer: by group, in the order of
//! [`crate::GROUPS`]. A rule that is not listed does not compile, since nothing else uses it.

mod altered_text;
mod banned_word;
mod banner_weight;
mod covered_cta;
mod covered_product;
mod crowded_logo;
mod dropped_text;
mod file_weight;
mod foreign_date;
mod foreign_legal_line;
mod foreign_number;
mod legal_line_missing;
mod logo_missing;
mod logo_too_small;
mod lost_character;
mod low_contrast;
mod missing_glyph;
mod misspelled_brand_name;
mod off_palette_color;
mod picture_size;
mod picture_type;
mod required_word_missing;
mod safe_zone;
mod small_text;
mod text_overflow;
mod too_many_lines;
mod untranslated_text;
mod weak_legal_line;
mod wrong_aspect;
mod wrong_direction;
mod wrong_price;

use crate::rule::Entry;

pub(crate) use foreign_legal_line::quoted_lines;

pub(crate) const RULES: &[Entry] = &[
    Entry::of::<banned_word::BannedWord>(),
    Entry::of::<logo_missing::LogoMissing>(),
    Entry::of::<logo_too_small::LogoTooSmall>(),
    Entry::of::<misspelled_brand_name::MisspelledBrandName>(),
    Entry::of::<crowded_logo::CrowdedLogo>(),
    Entry::of::<covered_product::CoveredProduct>(),
    Entry::of::<off_palette_color::OffPaletteColor>(),
    Entry::of::<required_word_missing::RequiredWordMissing>(),
    Entry::of::<file_weight::FileWeight>(),
    Entry::of::<picture_size::PictureSize>(),
    Entry::of::<picture_type::PictureType>(),
    Entry::of::<safe_zone::SafeZone>(),
    Entry::of::<banner_weight::BannerWeight>(),
    Entry::of::<covered_cta::CoveredCta>(),
    Entry::of::<wrong_aspect::WrongAspect>(),
    Entry::of::<altered_text::AlteredText>(),
    Entry::of::<dropped_text::DroppedText>(),
    Entry::of::<text_overflow::TextOverflow>(),
    Entry::of::<missing_glyph::MissingGlyph>(),
    Entry::of::<low_contrast::LowContrast>(),
    Entry::of::<small_text::SmallText>(),
    Entry::of::<too_many_lines::TooManyLines>(),
    Entry::of::<foreign_date::ForeignDate>(),
    Entry::of::<foreign_number::ForeignNumber>(),
    Entry::of::<lost_character::LostCharacter>(),
    Entry::of::<untranslated_text::UntranslatedText>(),
    Entry::of::<wrong_direction::WrongDirection>(),
    Entry::of::<foreign_legal_line::ForeignLegalLine>(),
    Entry::of::<legal_line_missing::LegalLineMissing>(),
    Entry::of::<weak_legal_line::WeakLegalLine>(),
    Entry::of::<wrong_price::WrongPrice>(),
];
