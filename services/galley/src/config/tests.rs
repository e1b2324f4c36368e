//! Configurations and what is made of them, right and wrong.

use super::*;

fn parse(file: &str, variables: &[(&str, &str)]) -> Result<Config, Problems> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::parse((!file.is_empty()).then_some(("galley.toml", file.as_bytes())), variables)
}

#[test]
fn the_defaults_are_a_whole_configuration() {
    let config = parse("", &[]).expect("the defaults are right");
    assert_eq!(config.listen, "127.0.0.1:8080");
    assert_eq!(config.lanes.keys().collect::<Vec<_>>(), ["cpu", "publish", "sketch"]);
    assert_eq!(config.destinations["folder"]["kind"], "folder");
}

#[test]
fn every_key_of_the_defaults_is_commented() {
    let mut is_commented = false;
    for line in DEFAULTS.lines() {
        if line.starts_with('#') {
            is_commented = true;
        } else if line.is_empty() {
            is_commented = false;
        } else if !line.starts_with('[') && !line.starts_with("path") && !line.starts_with("concurrency") {
            assert!(is_commented, "{line}");
        }
    }
}

#[test]
fn the_environment_is_laid_over_the_file_over_the_defaults() {
    let file = "listen = \"0.0.0.0:80\"\n[lanes.cpu]\nconcurrency = 3\n[destinations.shop]\nkind = \"s3\"\nurl = \"s3://ads\"\n\
                [backends.flux]\nadapter = \"openai_compat\"\nin_flight = 3\n[lanes.sketch]\nconcurrency = 7\n";
    let variables = [
        ("GALLEY_LANES__CPU__CONCURRENCY", "5"),
        ("GALLEY_DATABASE_URL", "postgres://galley:pw@db/galley"),
        ("GALLEY_DESTINATIONS__SHOP__SECRET_ACCESS_KEY", "12345"),
        ("GALLEY_DESTINATIONS__SHOP__CONDITIONAL", "false"),
        ("GALLEY_BACKENDS__FLUX__URL", "http://gpu-2:8000/v1"),
        ("GALLEY_DESTINATIONS__OUT__PATH", "/srv/out"),
        ("GALLEY_DESTINATIONS__OUT__KIND", "folder"),
    ];
    let config = parse(file, &variables).expect("all of it is right");
    assert_eq!((config.listen.as_str(), config.lanes["cpu"].concurrency), ("0.0.0.0:80", 5));
    assert_eq!(config.lanes["publish"].concurrency, 4);
    assert_eq!(config.database_url, "postgres://galley:pw@db/galley");
    assert_eq!(config.destinations["shop"]["secret_access_key"], "12345");
    assert_eq!(config.destinations["shop"]["conditional"], false);
    assert_eq!(config.destinations["out"]["path"], "/srv/out");
    assert_eq!(config.backends.others["flux"]["url"], "http://gpu-2:8000/v1");
    let lanes = crate::wiring::lanes(&config);
    assert_eq!((lanes["flux"].concurrency, lanes["sketch"].concurrency), (3, 7), "a backend has a lane of its own");
}

/// A file, the environment, and what is said of them.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
fn everything_wrong_is_told_with_its_place() {
    let cases: [Case; 7] = [
        (
            "listn = \"x\"\n[lanes.cpu]\nconcurency = 3",
            &[],
            &[
                "galley.toml:1:1: unknown field “listn”; did you mean “listen”?",
                "galley.toml:3:1: unknown field “concurency”; did you mean “concurrency”?",
            ],
        ),
        (
            "[store]\nsqlite_cache_mb = \"ten\"",
            &[],
            &["galley.toml:2:19: “sqlite_cache_mb” is a text; expected a whole number"],
        ),
        (
            "[destinations.shop]\nurl = \"s3://ads\"",
            &[],
            &["galley.toml:1:1: the destination “shop” needs a kind that exists; expected folder or s3"],
        ),
        (
            "[destinations.shop]\nkind = \"s3\"\nurl = \"s3://ads\"\nsecret_access_key = \"x\"",
            &[],
            &[
                "galley.toml:4:1: a secret stands in the file; expected secret_access_key_file, or an environment variable",
            ],
        ),
        (
            "database_url = \"postgres://u:p@h/d\"",
            &[],
            &["galley.toml:1:16: a password stands in the file; expected database_url_file, or GALLEY_DATABASE_URL"],
        ),
        (
            "",
            &[("GALLEY_LANES__CPU__CONCURENCY", "3")],
            &["GALLEY_LANES__CPU__CONCURENCY:1:15: unknown field “concurency”; did you mean “concurrency”?"],
        ),
        (
            "[log]\nformat = \"jsno\"",
            &[],
            &[
                "galley.toml:2:10: “jsno” is not a choice for “format”; expected auto, text or json; did you mean “json”?",
            ],
        ),
    ];
    check_cases(&cases);
}

#[test]
fn a_wrong_backend_is_told_with_its_place() {
    check_cases(&[
        (
            "[backends.flux]\nadapter = \"openai\"",
            &[],
            &["galley.toml:2:11: the backend “flux” needs an adapter that exists; expected comfyui, \
               gemini_interactions, luma_agents, openai_compat or predictions; \
               did you mean “openai_compat”?"],
        ),
        (
            "[backends.flux]\nadapter = \"openai_compat\"\nurl = \"https://u:p@h/v1\"\nmodle = \"m\"",
            &[],
            &[
                "galley.toml:3:7: a password stands in the file; expected key_env, the name of an environment variable",
                "galley.toml:4:1: unknown field “modle”; did you mean “model”?",
            ],
        ),
        (
            "[backends.sketch]\nimage_nana = 3",
            &[],
            &["galley.toml:2:1: unknown field “image_nana”; did you mean “image_nano”?"],
        ),
    ]);
}

fn check_cases(cases: &[Case]) {
    for (file, variables, expected) in cases {
        let problems = parse(file, variables).expect_err("it is wrong");
        let told: Vec<String> = problems.0.iter().map(ToString::to_string).collect();
        assert_eq!(told, *expected);
    }
}

#[test]
fn relative_places_are_relative_to_the_start() {
    let mut config = parse("", &[]).expect("the defaults are right");
    config.make_absolute(Path::new("/srv"));
    assert_eq!(config.database_url, "sqlite:///srv/data/galley.db?mode=rwc");
    assert_eq!(config.blobs_url, "file:///srv/data/blobs");
}

#[test]
fn passwords_in_urls_are_seen() {
    assert!(has_password("postgres://u:p@h/d"));
    assert!(has_password("postgres://h/d?user=u&password=p"));
    assert!(!has_password("postgres://u@h:5432/d"));
    assert!(!has_password("sqlite://a:b.db"));
}

#[test]
fn every_lane_has_a_worker_in_the_compose_file() {
    let config = parse("", &[]).expect("the defaults are right");
    let compose = include_str!("../../../../deploy/compose.yaml");
    let lanes: Vec<&str> = compose
        .lines()
        .filter_map(|line| line.trim().strip_prefix("command: [\"work\", \"--lane\", \"")?.strip_suffix("\"]"))
        .collect();
    assert_eq!(lanes, config.lanes.keys().collect::<Vec<_>>());
}
