//! Files on a runner's side.

use hapi_daemon::{Exit, Runner, RunnerError};
use libtest_mimic::Trial;

use crate::support::{Outcome, trials};

pub(crate) fn trials() -> Vec<Trial> {
    trials![files_of_this_machine]
}

async fn files_of_this_machine() -> Outcome {
    let runner = Runner::local();
    assert_eq!(runner.address(), "127.0.0.1");
    files_of(&runner).await?;
    let error = runner.run("/no/such/program", [""; 0]).await.expect_err("no such program");
    assert!(matches!(error, RunnerError::Io { .. }), "{error}");
    Ok(())
}

/// What is the same wherever the files are.
pub(crate) async fn files_of(runner: &Runner) -> Outcome {
    let directory = runner.temp_dir().await?;
    let path = directory.join("it's/a b").join("$file");
    runner.read(&path).await.expect_err("no such file");
    runner.create_dir_all(path.parent().ok_or("a directory")?).await?;
    let bytes: Vec<u8> = (0..=255).cycle().take(200_000).collect();
    runner.write(&path, bytes.clone()).await?;
    assert!(runner.read(&path).await? == bytes);
    runner.write(&path, "short").await?;
    assert_eq!(runner.read(&path).await?, b"short");
    runner.write(directory.join("no/such/file"), "x").await.expect_err("no such directory");
    assert!(runner.exists(&path).await?);
    let output = runner.run("sh", ["-c", r#"cat; echo "$1"; echo no >&2; exit 3"#, "sh", "it's $1"]).await?;
    assert_eq!(
        (output.exit, output.stdout, output.stderr),
        (Exit::Code(3), b"it's $1\n".to_vec(), b"no\n".to_vec())
    );
    runner.remove_dir_all(&directory).await?;
    assert!(!runner.exists(&directory).await?);
    runner.remove_dir_all(&directory).await?;
    Ok(())
}
