//! Steps that a backend carries out beside the first picture: lines adapted to a locale, lines that nobody wrote, and a
//! picture that is changed. What cannot stand in an ad is sent back once, and then a person is asked.

use serde_json::{Value, json};

use crate::campaign::{COPY, Files};
use crate::database::Database;
use crate::desk::{all_are, is_in, refused, text};
use crate::gateway::{PICTURES, picture, play, scene_errors};
use crate::scripted::{Received, Reply, Server};
use crate::world::World;

/// Hands in the workflow with other steps.
async fn push(world: &World, change: impl FnOnce(Files) -> Files) {
    let workflow = Files::workflow("global-launch").with("workflow.yaml", "version: 1", "version: 3");
    let put = reqwest::Method::PUT;
    let pushed = world.as_("admin").upload(put, "/workflows/global-launch", change(workflow).uploads()).await;
    pushed.expect("the workflow is right");
}

/// The deck's lines, and where it has none, lines adapted from the British ones.
fn adapted(workflow: Files) -> Files {
    let with = "optional: [subline], from: en-GB, backend: studio }";
    workflow.with("workflow.yaml", "kind: adapt_copy", "kind: transcreate").with(
        "workflow.yaml",
        "optional: [subline] }",
        with,
    )
}

/// The tiny campaign without one German headline.
fn incomplete() -> Files {
    Files::tiny().with(COPY, "One more story.,Bleib noch auf einen.", "One more story.,")
}

/// Tokens have a price, so that a hard budget knows what it lets in.
fn priced() -> Value {
    json!({ "gpus": 1, "input_tokens_nano": 1_000_000_000, "output_tokens_nano": 4_000_000_000_i64 })
}

/// What a chat says.
fn says(content: &str) -> Reply {
    Reply::json(&json!({
        "choices": [{ "message": { "role": "assistant", "content": content }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 1_000, "completion_tokens": 100 },
    }))
}

fn headline(line: &str) -> Reply {
    let line = json!({ "text": line, "back_translation": "One more tale.", "rationale": "Idiomatic, and it fits." });
    says(&json!({ "lines": { "headline": line } }).to_string())
}

fn chats(server: &Server) -> Vec<Received> {
    server.received().into_iter().filter(|call| call.is("POST", "/chat/completions")).collect()
}

async fn a_line_is_adapted_and_explained(database: Database) {
    let mut asked = 0;
    let answer = move |call: &Received, _: &[u8]| {
        if !call.is("POST", "/chat/completions") {
            return picture(call);
        }
        asked += 1;
        headline(if asked == 1 { "Noch eine Geschichte, die viel zu lang ist." } else { "Noch eine Geschichte." })
    };
    play(database, answer, (priced(), ""), async |world, server| {
        push(world, adapted).await;
        let campaign = world.create(&incomplete()).await;
        let plan = world.plan(&campaign).await;
        assert_eq!(plan["summary"]["gap_count"], 0, "what a backend adapts is no gap: {plan}");
        world.launch(&plan).await;
        world.run_until_idle().await;
        let ads = world.ads(&campaign).await;
        all_are(&ads, "in_review");
        let chats = chats(server);
        assert_eq!(chats.len(), 2, "one line was missing, and the first answer was too long");
        let messages = chats[1].json()["messages"].clone();
        assert_eq!(messages.as_array().map(Vec::len), Some(3), "{messages}");
        let complaint = text(&messages[2]["content"]);
        assert!(complaint.contains("“headline” has 43 characters, and 28 fit"), "{complaint}");

        let german = ads.iter().find(|ad| is_in(ad, "de", "evening")).expect("it was asked for");
        let ad = world.ad(german).await;
        let tasks = ad["why"]["tasks"].as_array().expect("it says what made it").clone();
        let copy = tasks.iter().find(|task| task["kind"] == "transcreate").expect("its lines are behind it");
        let told = json!({
            "source": "One more story.", "back_translation": "One more tale.", "rationale": "Idiomatic, and it fits.",
        });
        assert_eq!((&copy["transcreated"]["headline"], &copy["made_by"]), (&told, &json!("studio")), "{copy}");
        // A thousand tokens in and a hundred out, twice.
        assert_eq!((&copy["cost"], &copy["cost_basis"]), (&json!("0.0028"), &json!("rate_card")), "{copy}");
        let british = ads.iter().find(|ad| is_in(ad, "gb", "evening")).expect("it was asked for");
        let ad = world.ad(british).await;
        let tasks = ad["why"]["tasks"].as_array().expect("it says what made it").clone();
        let copy = tasks.iter().find(|task| task["kind"] == "transcreate").expect("its lines are behind it");
        assert_eq!(
            (&copy["transcreated"], &copy["cost"]),
            (&json!({}), &json!("0.00")),
            "the deck's own lines: {copy}"
        );
    })
    .await;
}

mod a_line_is_adapted_and_explained {
    use crate::database::Database;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        super::a_line_is_adapted_and_explained(Database::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        super::a_line_is_adapted_and_explained(Database::postgres().await).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stays_bad_is_a_gap_for_a_person() {
    let answer = |call: &Received, _: &[u8]| match call.is("POST", "/chat/completions") {
        true => says("I would rather not."),
        false => picture(call),
    };
    play(Database::Sqlite, answer, (priced(), ""), async |world, server| {
        push(world, adapted).await;
        let campaign = world.create(&incomplete()).await;
        let run = world.launch(&world.plan(&campaign).await).await;
        world.run_until_idle().await;
        assert_eq!(chats(server).len(), 2, "it is asked twice, and not for ever");
        let failed = world.tasks(&run, "failed").await;
        let copy = failed.iter().find(|task| task["kind"] == "transcreate").expect("the line is missing");
        let why = "no line in de-DE: studio was asked twice, and it is not the JSON that was asked for";
        assert_eq!(copy["error"], why);
        assert!(scene_errors(world, &run).await.is_empty());
        // Both answers are paid for, and both are on the books.
        assert_eq!(world.settlements(&campaign).await.iter().filter(|line| line["basis"] == "rate_card").count(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_backend_can_do_is_told_when_it_is_planned() {
    let answer = |call: &Received, _: &[u8]| picture(call);
    play(Database::Sqlite, answer, (priced(), ""), async |world, _| {
        type Change = fn(Files) -> Files;
        let cases: [(Change, &str); 2] = [
            (
                |workflow| adapted(workflow).with("workflow.yaml", "from: en-GB, backend: studio", "from: en-GB, backend: sketch"),
                "the step “copy” needs a backend that writes texts, and “sketch” does not: ask whoever runs this Galley for \
                 one, and name it in the workflow",
            ),
            (
                |workflow| {
                    let with = "slots: { was_price: { max_chars: 9 } }, prompt: prompts/scene.hbs, backend: studio }";
                    workflow
                        .with("workflow.yaml", "version: 3", "version: 4")
                        .with("workflow.yaml", "kind: adapt_copy", "kind: generate_text")
                        .with("workflow.yaml", "slots: [headline, subline, cta], optional: [subline] }", with)
                },
                "the step “copy” asks for “was_price”, and that is a price, a claim or a legal line, which people write and \
                 no backend does",
            ),
        ];
        let campaign = world.create(&Files::tiny()).await;
        for (change, why) in cases {
            push(world, change).await;
            let path = format!("/campaigns/{campaign}/plans");
            let refusal = refused(world.as_("producer").post(&path, &json!({})).await, 409, "backend_lacking");
            assert_eq!(refusal.document["detail"], why);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_changed_by_one_instruction_and_lines_are_written() {
    let answer = |call: &Received, _: &[u8]| {
        if call.is("POST", "/chat/completions") {
            return says(&json!({ "lines": { "subline": { "text": "Slowly." } } }).to_string());
        }
        if call.is("POST", "/images/edits") {
            let form = call.text();
            let size = form.split("name=\"size\"").nth(1).and_then(|rest| rest.split_whitespace().next());
            let asked = json!({ "size": size.expect("a size"), "seed": 7 });
            return picture(&Received { body: asked.to_string().into_bytes(), ..call.clone() });
        }
        picture(call)
    };
    play(Database::Sqlite, answer, (priced(), ""), async |world, server| {
        push(world, |workflow| {
            let steps = "  words:\n    kind: generate_text\n    per: [market, message]\n    with: { prompt: \
                         prompts/words.hbs, slots: { subline: { max_chars: 20 } }, backend: studio }\n\n  warm:\n    \
                         kind: edit_image\n    needs: [scene]\n    with: { instruction: prompts/warm.hbs, backend: studio \
                         }\n\n  ad:\n    kind: compose";
            workflow
                .with("workflow.yaml", "backend: sketch", "backend: studio")
                .with("workflow.yaml", "  ad:\n    kind: compose", steps)
                .with("workflow.yaml", "needs: [copy, scene]", "needs: [copy, words, warm]")
                .replaced("prompts/warm.hbs", b"Make the light warmer.".to_vec())
                .replaced("prompts/words.hbs", b"A second line about {{message.title}}.".to_vec())
        })
        .await;
        let campaign = world.create(&Files::tiny()).await;
        world.make(&campaign).await;
        all_are(&world.ads(&campaign).await, "in_review");
        let edits: Vec<Received> =
            server.received().into_iter().filter(|call| call.is("POST", "/images/edits")).collect();
        assert_eq!(edits.len(), PICTURES);
        for edit in &edits {
            let form = edit.text();
            let told = "Make the light warmer.\n\nKeep everything else of the source as it is.";
            assert!(form.contains(told) && form.contains("filename=\"source.png\""), "one instruction, one source");
        }
        assert_eq!(chats(server).len(), 4, "two markets, two messages");
        let ads = world.ads(&campaign).await;
        let why = world.ad(&ads[0]).await["why"].clone();
        let kinds: Vec<String> =
            why["tasks"].as_array().expect("it says what made it").iter().map(|task| text(&task["kind"])).collect();
        for kind in ["edit_image", "generate_image", "generate_text"] {
            assert!(kinds.iter().any(|known| known == kind), "{kinds:?}");
        }
    })
    .await;
}
