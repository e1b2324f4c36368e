//! The pools of `deploy/models/` and the configuration beside them say the same: names, models, addresses, GPUs. The
//! program reads it as its own. Starting them takes GPUs and is not tested here.

use std::path::Path;

use galley::config::Config;
use galley::wiring;

#[test]
fn every_pool_is_a_backend_that_the_program_opens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/models");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("it is in the folder");
    let text = read("galley.toml");
    let config = Config::parse(Some(("galley.toml", text.as_bytes())), std::iter::empty()).expect("it is right");
    let plain = Config::parse(None, std::iter::empty()).expect("the defaults are right");
    let pools: Vec<&String> = config.backends.others.keys().collect();
    assert_eq!(pools, ["speech", "unified", "unified-large", "video"]);
    let more = wiring::check_adapters(&config).expect("they open") - wiring::check_adapters(&plain).expect("they open");
    assert_eq!(more, pools.len());
    let (lanes, compose) = (wiring::lanes(&config), read("compose.yaml"));
    for (name, settings) in &config.backends.others {
        let word = |key: &str| settings[key].as_str().expect("a word").to_owned();
        assert!(lanes.contains_key(name), "{name} has a lane");
        assert_eq!(word("url"), format!("http://{name}:8091/v1"));
        let model = format!("\"{}\"", word("model"));
        let pool = read(&format!("kubernetes/{name}.yaml"));
        assert!(compose.contains(&format!("\n  {name}:\n")) && compose.contains(&model), "{name} in compose.yaml");
        assert!(pool.contains(&format!("- {model}")), "{name} serves {model}");
        assert!(pool.contains(&format!("nvidia.com/gpu: \"{}\"", settings["gpus"])), "{name} has its GPUs");
        let metric = format!("galley_oldest_ready_seconds{{lane=\"{name}\"}}");
        assert!(pool.contains(&metric), "{name} grows by {metric}");
        assert!(read("kubernetes/kustomization.yaml").contains(&format!("- {name}.yaml")), "{name} is applied");
    }
}
