//! What a backend's work costs: its prices, and how a cost and a GPU time are known. A figure that
//! nobody knows is `None` here and everywhere after; none is made up.

use super::backend::{Terms, Usage};

/// Nano units in an hour's price are spread over this many milliseconds.
const HOUR_MS: i128 = 3_600_000;
/// Token prices are told for so many.
const TOKENS: i128 = 1_000_000;

/// Prices per unit of work, in 1e-9 of the currency. `None`: not known, or not how it is sold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RateCard {
    /// ISO 4217.
    pub currency: String,
    pub image_nano: Option<i64>,
    /// One second of film or sound.
    pub second_nano: Option<i64>,
    /// A million tokens in.
    pub input_tokens_nano: Option<i64>,
    /// A million tokens out.
    pub output_tokens_nano: Option<i64>,
    /// One GPU for an hour.
    pub gpu_hour_nano: Option<i64>,
    /// GPU milliseconds per picture, P50 and P90; `None` where not known.
    pub image_gpu_ms: Option<(u64, u64)>,
    /// Wall time per picture in milliseconds, P50 and P90.
    pub image_wall_ms: (u64, u64),
}

/// How a cost is known, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostBasis {
    /// The vendor said so.
    Reported,
    /// Units times the price of the rate card.
    RateCard,
    /// GPU time times the price of a GPU-hour.
    GpuRate,
}

impl CostBasis {
    /// The word in the ledger.
    pub fn word(self) -> &'static str {
        match self {
            CostBasis::Reported => "reported",
            CostBasis::RateCard => "rate_card",
            CostBasis::GpuRate => "gpu_rate",
        }
    }

    /// The basis with this word.
    pub fn find(word: &str) -> Option<CostBasis> {
        [CostBasis::Reported, CostBasis::RateCard, CostBasis::GpuRate].into_iter().find(|basis| basis.word() == word)
    }
}

/// What something cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// 1e-9 of the rate card's currency.
    pub nano: i64,
    pub basis: CostBasis,
}

/// How a GPU time is known, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GpuBasis {
    /// The engine said how long it computed.
    EngineReported,
    /// Nobody else was on the GPUs from start to end.
    ExclusiveLease,
    /// A share of what a pool was busy.
    Apportioned,
    /// From sending to the answer; it holds the wait in the engine's queue, so it is an upper bound.
    WallClock,
}

impl GpuBasis {
    /// The word in the ledger.
    pub fn word(self) -> &'static str {
        match self {
            GpuBasis::EngineReported => "engine_reported",
            GpuBasis::ExclusiveLease => "exclusive_lease",
            GpuBasis::Apportioned => "apportioned",
            GpuBasis::WallClock => "wall_clock",
        }
    }

    /// The basis with this word.
    pub fn find(word: &str) -> Option<GpuBasis> {
        let all = [GpuBasis::EngineReported, GpuBasis::ExclusiveLease, GpuBasis::Apportioned, GpuBasis::WallClock];
        all.into_iter().find(|basis| basis.word() == word)
    }
}

impl Cost {
    /// Both together, known as well as the worse of them.
    pub fn plus(self, other: Cost) -> Cost {
        Cost { nano: self.nano.saturating_add(other.nano), basis: self.basis.max(other.basis) }
    }
}

/// GPU milliseconds over all GPUs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GpuTime {
    pub ms: u64,
    pub basis: GpuBasis,
}

impl GpuTime {
    /// Both together, known as well as the worse of them.
    pub fn plus(self, other: GpuTime) -> GpuTime {
        GpuTime { ms: self.ms.saturating_add(other.ms), basis: self.basis.max(other.basis) }
    }
}

/// What is known of a call that is done.
#[derive(Debug, Clone, Copy)]
pub struct Worked<'a> {
    pub usage: &'a Usage,
    /// In 1e-9 of the rate card's currency, if the vendor said so.
    pub reported_nano: Option<i64>,
    /// Of one GPU of the replica, if the backend said so.
    pub busy: Option<GpuTime>,
    /// From sending to the answer, by the caller's clock.
    pub wall_ms: u64,
}

impl Terms {
    /// The GPU time of a call. Somebody else's GPUs are not ours to count.
    pub fn gpu_time(&self, worked: &Worked) -> Option<GpuTime> {
        let measured = match self.in_flight {
            1 => GpuBasis::ExclusiveLease,
            _ => GpuBasis::WallClock,
        };
        let measured = (self.gpus > 0).then_some(GpuTime { ms: worked.wall_ms, basis: measured });
        let GpuTime { ms, basis } = worked.busy.or(measured)?;
        Some(GpuTime { ms: ms.saturating_mul(u64::from(self.gpus.max(1))), basis })
    }

    /// The cost of a call: what the vendor says, else what its units cost, else what its GPUs do.
    pub fn cost(&self, worked: &Worked, gpu: Option<GpuTime>) -> Option<Cost> {
        if let Some(nano) = worked.reported_nano {
            return Some(Cost { nano, basis: CostBasis::Reported });
        }
        if let Some(nano) = self.rates.units_nano(worked.usage) {
            return Some(Cost { nano, basis: CostBasis::RateCard });
        }
        let nano = i128::from(self.rates.gpu_hour_nano?) * i128::from(gpu?.ms);
        Some(Cost { nano: whole(nano, HOUR_MS)?, basis: CostBasis::GpuRate })
    }
}

impl RateCard {
    /// The price of what was used, if each unit of it has one.
    fn units_nano(&self, usage: &Usage) -> Option<i64> {
        let units = [
            (usage.images, self.image_nano, 1),
            (usage.media_ms, self.second_nano, 1_000),
            (usage.input_tokens, self.input_tokens_nano, TOKENS),
            (usage.output_tokens, self.output_tokens_nano, TOKENS),
        ];
        // Pictures sold by the piece have tokens too; those are then part of the price.
        let is_by_piece = self.image_nano.is_some() && usage.images > 0;
        let mut sum = 0_i64;
        let mut is_priced = false;
        for (amount, price, per) in units.into_iter().filter(|(amount, ..)| *amount > 0) {
            match price {
                Some(nano) => {
                    sum = sum.checked_add(whole(i128::from(nano) * i128::from(amount), per)?)?;
                    is_priced = true;
                }
                None if is_by_piece => {}
                None => return None,
            }
        }
        is_priced.then_some(sum)
    }
}

/// Rounded up: money is never written down as less than it was.
fn whole(amount: i128, per: i128) -> Option<i64> {
    i64::try_from((amount + per - 1) / per).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(rates: RateCard, gpus: u32, in_flight: u32) -> Terms {
        Terms { rates, gpus, in_flight, ..Terms::default() }
    }

    #[test]
    fn a_cost_has_the_best_basis_there_is() {
        let images = Usage { images: 3, input_tokens: 900, ..Usage::default() };
        let tokens = Usage { input_tokens: 1_000_000, output_tokens: 1, ..Usage::default() };
        let film = Usage { media_ms: 2_500, ..Usage::default() };
        let piece = RateCard { image_nano: Some(40), ..RateCard::default() };
        let text = RateCard { input_tokens_nano: Some(7), output_tokens_nano: Some(1_000), ..RateCard::default() };
        let gpu = RateCard { gpu_hour_nano: Some(3_600_000), ..RateCard::default() };
        let seconds = RateCard { second_nano: Some(1_001), ..RateCard::default() };
        let none = RateCard::default();
        // Rates, usage, what the vendor said, the GPU time → the cost.
        let cases = [
            (&piece, &images, None, None, Some((120, CostBasis::RateCard))),
            (&piece, &images, Some(99), None, Some((99, CostBasis::Reported))),
            (&text, &tokens, None, None, Some((8, CostBasis::RateCard))),
            (&seconds, &film, None, None, Some((2_503, CostBasis::RateCard))),
            (&gpu, &images, None, Some(1_500), Some((1_500, CostBasis::GpuRate))),
            (&gpu, &images, None, None, None),
            (&piece, &tokens, None, None, None),
            (&none, &images, None, Some(5), None),
            (&none, &images, Some(0), None, Some((0, CostBasis::Reported))),
        ];
        for (index, (rates, usage, reported_nano, gpu_ms, expected)) in cases.into_iter().enumerate() {
            let worked = Worked { usage, reported_nano, busy: None, wall_ms: 1 };
            let gpu = gpu_ms.map(|ms| GpuTime { ms, basis: GpuBasis::EngineReported });
            let cost = terms(rates.clone(), 1, 1).cost(&worked, gpu);
            assert_eq!(cost.map(|cost| (cost.nano, cost.basis)), expected, "case {index}");
        }
    }

    #[test]
    fn gpu_time_says_how_it_is_known() {
        // GPUs, requests in flight, what the engine said → time and basis.
        let cases = [
            (2, 4, Some(100), Some((200, GpuBasis::EngineReported))),
            (2, 1, None, Some((60, GpuBasis::ExclusiveLease))),
            (1, 4, None, Some((30, GpuBasis::WallClock))),
            (0, 4, None, None),
            (0, 1, Some(100), Some((100, GpuBasis::EngineReported))),
        ];
        for (gpus, in_flight, engine_ms, expected) in cases {
            let busy = engine_ms.map(|ms| GpuTime { ms, basis: GpuBasis::EngineReported });
            let worked = Worked { usage: &Usage::default(), reported_nano: None, busy, wall_ms: 30 };
            let time = terms(RateCard::default(), gpus, in_flight).gpu_time(&worked);
            assert_eq!(time.map(|time| (time.ms, time.basis)), expected, "{gpus} GPUs, {in_flight} in flight");
        }
    }
}
