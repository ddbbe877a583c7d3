//! PostgreSQL: binary COPY. The app passwords go in slot by slot and not person by person, because in
//! life the ones of a person are made years apart and lie far from each other.

use std::pin::pin;

use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, NoTls};

use super::Crowd;

const PEOPLE: &str = "COPY accounts
    (id, version, login, name, title, mail, office_phone, office_extension, role, state, active, password, password_changed,
     indexed)
    FROM STDIN BINARY";

// What domain::search makes of these names.
const TERMS: &str = "INSERT INTO search_terms (term, user_id)
    SELECT unnest(ARRAY[login, lower(name)] || string_to_array(lower(name), ' ')), id FROM accounts
    ON CONFLICT DO NOTHING";

const APP_PASSWORDS: &str =
    "COPY app_passwords (user_id, slot, id, kid, mac, name, created) FROM STDIN BINARY";

// Row by row the key would be looked up eight million times; at the end that is one join.
const USES: &str = "ALTER TABLE app_password_uses DROP CONSTRAINT app_password_uses_slot;
    INSERT INTO app_password_uses (user_id, slot) SELECT user_id, slot FROM app_passwords
        ON CONFLICT DO NOTHING;
    ALTER TABLE app_password_uses ADD CONSTRAINT app_password_uses_slot
        FOREIGN KEY (user_id, slot) REFERENCES app_passwords (user_id, slot) ON DELETE CASCADE;";

pub async fn fill(url: &str, crowd: &Crowd) -> anyhow::Result<()> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let connection = tokio::spawn(connection);
    people(&client, crowd).await?;
    client.execute(TERMS, &[]).await?;
    for slot in 1..=crowd.each {
        app_passwords(&client, crowd, slot).await?;
    }
    client.batch_execute(USES).await?;
    // A measurement must not pay for tidying up what was loaded.
    client.batch_execute("VACUUM (ANALYZE)").await?;
    client.batch_execute("CHECKPOINT").await?;
    drop(client);
    Ok(connection.await??)
}

async fn people(client: &Client, crowd: &Crowd) -> anyhow::Result<()> {
    let (bytes, text, number) = (Type::BYTEA, Type::TEXT, Type::INT8);
    let types = [
        bytes,
        number.clone(),
        text.clone(),
        text.clone(),
        text.clone(),
        text.clone(),
        text.clone(),
        text.clone(),
        text.clone(),
        text.clone(),
        Type::BOOL,
        text,
        number,
        Type::BOOL,
    ];
    let mut rows = pin!(BinaryCopyInWriter::new(
        client.copy_in(PEOPLE).await?,
        &types
    ));
    for number in 1..=crowd.people {
        let (user, login) = crowd.person(number);
        let name = format!("Person {number}");
        let id = user.0.as_slice();
        rows.as_mut()
            .write(&[
                &id,
                &1_i64,
                &login,
                &name,
                &"",
                &login,
                &"",
                &"",
                &"user",
                &"enforced",
                &true,
                &crowd.phc,
                &crowd.begun.0,
                &true,
            ])
            .await?;
    }
    rows.finish().await?;
    Ok(())
}

async fn app_passwords(client: &Client, crowd: &Crowd, slot: u8) -> anyhow::Result<()> {
    let types = [
        Type::BYTEA,
        Type::INT2,
        Type::BYTEA,
        Type::INT4,
        Type::BYTEA,
        Type::TEXT,
        Type::INT8,
    ];
    let mut rows = pin!(BinaryCopyInWriter::new(
        client.copy_in(APP_PASSWORDS).await?,
        &types
    ));
    let name = format!("Device {slot}");
    for number in 1..=crowd.people {
        let (user, _) = crowd.person(number);
        let (id, kid, mac) = crowd.app_password(user, number, slot);
        let (user, id, mac) = (user.0.as_slice(), id.0.as_slice(), mac.as_slice());
        rows.as_mut()
            .write(&[
                &user,
                &i16::from(slot),
                &id,
                &kid,
                &mac,
                &name,
                &crowd.begun.0,
            ])
            .await?;
    }
    rows.finish().await?;
    Ok(())
}
