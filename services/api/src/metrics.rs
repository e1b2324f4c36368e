//! Counts requests by route and status, and writes what this process knows as Prometheus text. No
//! label names a tenant, a person or an id.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::time::Duration;

/// Upper bounds of the latency histogram, seconds.
const BUCKETS: [f64; 9] = [0.005, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0];

/// Counters of this process.
#[derive(Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), Served>>,
}

#[derive(Default)]
struct Served {
    count: u64,
    seconds: f64,
    buckets: [u64; BUCKETS.len()],
}

impl Metrics {
    /// Counts a request; `route` is its pattern, never its path.
    pub fn served(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let served = requests.entry((method.to_owned(), route.to_owned(), status)).or_default();
        let seconds = took.as_secs_f64();
        served.count += 1;
        served.seconds += seconds;
        for (bucket, bound) in served.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(seconds <= bound);
        }
    }

    /// The counters as Prometheus text.
    pub fn write(&self, out: &mut String) {
        out.push_str("# HELP galley_http_request_seconds Time until the answer began, by route and status.\n");
        out.push_str("# TYPE galley_http_request_seconds histogram\n");
        let requests = self.requests.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for ((method, route, status), served) in requests.iter() {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let name = "galley_http_request_seconds";
            for (bucket, bound) in served.buckets.iter().zip(BUCKETS) {
                line(out, &format!("{name}_bucket{{{labels},le=\"{bound}\"}}"), bucket);
            }
            line(out, &format!("{name}_bucket{{{labels},le=\"+Inf\"}}"), &served.count);
            line(out, &format!("{name}_sum{{{labels}}}"), &served.seconds);
            line(out, &format!("{name}_count{{{labels}}}"), &served.count);
        }
    }
}

/// One sample.
pub fn line(out: &mut String, name: &str, value: &dyn std::fmt::Display) {
    writeln!(out, "{name} {value}").expect("writing to a text");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_status() {
        let metrics = Metrics::default();
        metrics.served("GET", "/api/v1/runs/{id}", 200, Duration::from_millis(20));
        metrics.served("GET", "/api/v1/runs/{id}", 200, Duration::from_millis(200));
        let mut out = String::new();
        metrics.write(&mut out);
        let labels = "method=\"GET\",route=\"/api/v1/runs/{id}\",status=\"200\"";
        for expected in [
            format!("galley_http_request_seconds_bucket{{{labels},le=\"0.03\"}} 1\n"),
            format!("galley_http_request_seconds_bucket{{{labels},le=\"+Inf\"}} 2\n"),
            format!("galley_http_request_seconds_count{{{labels}}} 2\n"),
        ] {
            assert!(out.contains(&expected), "{expected} in {out}");
        }
    }
}
