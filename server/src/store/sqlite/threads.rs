//! Where SQLite runs. A short read runs where it is asked for, on a connection that is free: looking up a
//! few rows takes less than handing the question to another thread and being woken with the answer.
//! Everything else has threads of its own. Waiting jobs are taken several at a time: reads share one
//! snapshot, writes share one commit, and so one wait for the disk, with a savepoint around each job so
//! that a refused one takes nothing else with it. Nobody hears of success before the commit. A long write
//! goes alone: inside a savepoint SQLite keeps a copy of every page that it touches, and walks along all
//! of them after each statement.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use domain::service::ports::StoreError;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{Fault, Outcome};

/// At most so many jobs share a snapshot or a commit.
const GROUP: usize = 64;

/// A closure with the place where its result goes.
trait Work: Send {
    /// Whether it shares its transaction with nobody.
    fn goes_alone(&self) -> bool;
    /// Runs it inside a transaction; whether its writes may stay.
    fn run(&mut self, db: &Connection) -> bool;
    /// Hands over the result, or the failure of the transaction around it.
    fn answer(self: Box<Self>, failure: Option<&str>);
}

type Job = Box<dyn Work>;

struct Task<T, F> {
    alone: bool,
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    tell: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send, F: FnOnce(&Connection) -> Outcome<T> + Send> Work for Task<T, F> {
    fn goes_alone(&self) -> bool {
        self.alone
    }

    fn run(&mut self, db: &Connection) -> bool {
        if let Some(work) = self.work.take() {
            // A panic ends this job only; the statements reset themselves when they are dropped.
            let result = catch_unwind(AssertUnwindSafe(|| work(db)));
            self.result = result.ok().map(|r| r.map_err(StoreError::from));
        }
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, failure: Option<&str>) {
        let result = match (self.result, failure) {
            (Some(Err(error)), _) => Err(error),
            (_, Some(failure)) => Err(StoreError::Unavailable(failure.to_owned())),
            (Some(result), None) => result,
            (None, None) => Err(broke_off()),
        };
        // Nobody listens any more when the request was given up.
        drop(self.tell.send(result));
    }
}

#[derive(Default)]
struct Line {
    jobs: VecDeque<Job>,
    asleep: usize,
    closed: bool,
}

/// Jobs in the order in which they came, for one thread.
#[derive(Default)]
struct Queue {
    line: Mutex<Line>,
    wake: Condvar,
}

impl Queue {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, job: Job) {
        let mut line = self.line();
        line.jobs.push_back(job);
        // Waking costs a system call, so only who sleeps is woken, and only once.
        if line.asleep > 0 {
            line.asleep -= 1;
            drop(line);
            self.wake.notify_one();
        }
    }

    /// Waits for jobs and takes as many as fit; an empty group means that no more will come.
    fn take(&self, group: &mut Vec<Job>) {
        let mut line = self.line();
        while line.jobs.is_empty() && !line.closed {
            line.asleep += 1;
            line = self.wake.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        let share = line.jobs.len().min(GROUP);
        let company = line.jobs.iter().take(share);
        let company = company.take_while(|job| !job.goes_alone()).count();
        // At least one: the first, whether it goes alone or not.
        group.extend(line.jobs.drain(..company.max(share.min(1))));
    }

    fn close(&self) {
        self.line().closed = true;
        self.wake.notify_all();
    }
}

/// The running threads. Dropping the value finishes what waits and closes the connections, after which the
/// file is whole by itself.
pub(super) struct Threads {
    writes: Arc<Queue>,
    reads: Arc<Queue>,
    /// The writer, then the reader.
    handles: Vec<JoinHandle<()>>,
    here: Vec<Mutex<Connection>>,
}

impl Threads {
    /// Starts a thread for the writer and one for the reader; without a reader the writer reads too. Short
    /// reads run on the connections `here`.
    pub(super) fn start(
        writer: Connection,
        reader: Option<Connection>,
        here: Vec<Connection>,
    ) -> Result<Self, StoreError> {
        let writes = Arc::new(Queue::default());
        let reads = match reader {
            Some(_) => Arc::new(Queue::default()),
            None => Arc::clone(&writes),
        };
        let mut threads = Self {
            writes: Arc::clone(&writes),
            reads: Arc::clone(&reads),
            handles: Vec::new(),
            here: here.into_iter().map(Mutex::new).collect(),
        };
        threads.spawn("store-write", move || serve(&writer, &writes, write_group))?;
        if let Some(reader) = reader {
            threads.spawn("store-read", move || serve(&reader, &reads, read_group))?;
        }
        Ok(threads)
    }

    fn spawn(
        &mut self,
        name: &str,
        body: impl FnOnce() + Send + 'static,
    ) -> Result<(), StoreError> {
        let handle = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(body);
        self.handles
            .push(handle.map_err(|e| StoreError::Unavailable(e.to_string()))?);
        Ok(())
    }

    fn free(&self) -> Option<MutexGuard<'_, Connection>> {
        self.here.iter().find_map(|place| place.try_lock().ok())
    }

    /// Runs a job that looks up a few rows, at once where a connection is free. Each of its statements sees a
    /// snapshot of its own, which saves what a transaction costs.
    pub(super) async fn look_up<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    {
        if let Some(db) = self.free() {
            return unharmed(|| work(&db));
        }
        self.read(work).await
    }

    /// Runs a job that reads a few rows, on one snapshot, at once where a connection is free.
    pub(super) async fn read_here<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    {
        if let Some(db) = self.free() {
            return read_now(&db, work);
        }
        self.read(work).await
    }

    /// Runs a job that only reads, on one snapshot.
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    {
        submit(&self.reads, work, false).await
    }

    /// Runs a job in a transaction that is committed when the job succeeds.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    {
        submit(&self.writes, work, false).await
    }

    /// The same for a job with many statements, in a transaction of its own.
    pub(super) async fn write_alone<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Outcome<T> + Send + 'static,
    {
        submit(&self.writes, work, true).await
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // The writer last: who closes its connection alone, as the last one, moves what is in the log
        // beside the file into the file. Two that close at once leave it to the next who opens it.
        self.here.clear();
        self.reads.close();
        for handle in self.handles.split_off(self.handles.len().min(1)) {
            drop(handle.join());
        }
        self.writes.close();
        for handle in self.handles.drain(..) {
            drop(handle.join());
        }
    }
}

async fn submit<T, F>(queue: &Queue, work: F, alone: bool) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce(&Connection) -> Outcome<T> + Send + 'static,
{
    let (tell, told) = oneshot::channel();
    queue.push(Box::new(Task {
        alone,
        work: Some(work),
        result: None,
        tell,
    }));
    told.await
        .unwrap_or_else(|_| Err(StoreError::Unavailable("the store has stopped".to_owned())))
}

fn serve(db: &Connection, queue: &Queue, run: fn(&Connection, &mut Vec<Job>)) {
    let mut group = Vec::with_capacity(GROUP);
    loop {
        queue.take(&mut group);
        if group.is_empty() {
            return;
        }
        run(db, &mut group);
        group.clear();
    }
}

fn execute(db: &Connection, sql: &'static str) -> Result<(), rusqlite::Error> {
    db.prepare_cached(sql)?.execute([]).map(drop)
}

fn read_now<T, F>(db: &Connection, work: F) -> Result<T, StoreError>
where
    F: FnOnce(&Connection) -> Outcome<T>,
{
    execute(db, "BEGIN").map_err(Fault::from)?;
    let result = unharmed(|| work(db));
    if execute(db, "COMMIT").is_err() {
        drop(execute(db, "ROLLBACK"));
    }
    result
}

/// A panic ends this job only; the statements reset themselves when they are dropped.
fn unharmed<T>(work: impl FnOnce() -> Outcome<T>) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(work)).map_or_else(|_| Err(broke_off()), |result| Ok(result?))
}

fn broke_off() -> StoreError {
    StoreError::Unavailable("the job broke off".to_owned())
}

fn read_group(db: &Connection, group: &mut Vec<Job>) {
    let failure = execute(db, "BEGIN").err().map(|e| e.to_string());
    for mut job in group.drain(..) {
        if failure.is_none() {
            job.run(db);
        }
        job.answer(failure.as_deref());
    }
    if failure.is_none() && execute(db, "COMMIT").is_err() {
        drop(execute(db, "ROLLBACK"));
    }
}

fn write_group(db: &Connection, group: &mut Vec<Job>) {
    let failure = write_all(db, group).err().map(|error| {
        if !db.is_autocommit() {
            drop(execute(db, "ROLLBACK"));
        }
        error.to_string()
    });
    group
        .drain(..)
        .for_each(|job| job.answer(failure.as_deref()));
}

fn write_all(db: &Connection, group: &mut [Job]) -> Result<(), rusqlite::Error> {
    execute(db, "BEGIN IMMEDIATE")?;
    if let [job] = group {
        if job.run(db) {
            return execute(db, "COMMIT");
        }
        // When the disk is full SQLite may have rolled back by itself.
        return if db.is_autocommit() {
            Ok(())
        } else {
            execute(db, "ROLLBACK")
        };
    }
    for job in group {
        execute(db, "SAVEPOINT job")?;
        // When the disk is full SQLite may have rolled back everything by itself; then this fails too,
        // and with it the whole group.
        if !job.run(db) {
            execute(db, "ROLLBACK TO job")?;
        }
        execute(db, "RELEASE job")?;
    }
    execute(db, "COMMIT")
}
