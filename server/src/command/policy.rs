//! `proofup policy`.

use anyhow::Context as _;
use clap::Subcommand;

use super::{Target, parts, trace};

/// Commands for the organisation's rules.
#[derive(Subcommand)]
pub enum Policy {
    /// Show the rules in force.
    Show {
        #[command(flatten)]
        target: Target,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Change settings, all or none; the change is recorded.
    Set {
        #[command(flatten)]
        target: Target,
        /// `setting=value`, one or more.
        #[arg(required = true, value_name = "SETTING=VALUE")]
        settings: Vec<String>,
    },
}

fn print(policy: &domain::policy::Policy, json: bool) -> anyhow::Result<()> {
    let value = serde_json::to_value(policy)?;
    if json {
        println!("{}", serde_json::to_string_pretty(&value)?);
        return Ok(());
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        println!("{key} = {value}");
    }
    Ok(())
}

/// Runs one.
pub async fn run(command: Policy) -> anyhow::Result<()> {
    match command {
        Policy::Show { target, json } => {
            print(&parts(&target).await?.services.policy().await?.1, json)
        }
        Policy::Set { target, settings } => {
            let pairs: Vec<(String, String)> = settings
                .iter()
                .map(|s| {
                    let (key, value) = s
                        .split_once('=')
                        .with_context(|| format!("{s}: expected setting=value"))?;
                    Ok((key.trim().to_owned(), value.trim().to_owned()))
                })
                .collect::<anyhow::Result<_>>()?;
            let parts = parts(&target).await?;
            let policy = parts.services.set_policy(&pairs, &trace(&parts)).await?;
            print(&policy, false)
        }
    }
}
