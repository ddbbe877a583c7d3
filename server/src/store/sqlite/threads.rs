//! The threads that SQLite runs on. Waiting jobs are taken several at a time: readers share one
//! snapshot among them, the writer shares one commit, and so one wait for the disk, with a savepoint
//! around each job so that a refused one takes nothing else with it. Nobody hears of success before the
//! commit. A long write goes alone: inside a savepoint SQLite keeps a copy of every page that it touches,
//! and walks along all of them after each statement.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use domain::service::ports::StoreError;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::Outcome;

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
            (None, None) => Err(StoreError::Unavailable("the job broke off".to_owned())),
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

/// Jobs in the order in which they came, for one or more threads.
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

    /// Waits for jobs and takes a fair share of them; an empty group means that no more will come.
    fn take(&self, threads: usize, group: &mut Vec<Job>) {
        let mut line = self.line();
        while line.jobs.is_empty() && !line.closed {
            line.asleep += 1;
            line = self.wake.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        let share = line.jobs.len().div_ceil(threads).min(GROUP);
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
    /// The writer, then the readers.
    handles: Vec<JoinHandle<()>>,
}

impl Threads {
    /// Starts a thread for every connection; without readers the writer reads too.
    pub(super) fn start(writer: Connection, readers: Vec<Connection>) -> Result<Self, StoreError> {
        let writes = Arc::new(Queue::default());
        let reads = if readers.is_empty() {
            Arc::clone(&writes)
        } else {
            Arc::new(Queue::default())
        };
        let mut threads = Self {
            writes: Arc::clone(&writes),
            reads: Arc::clone(&reads),
            handles: Vec::new(),
        };
        let count = readers.len();
        threads.spawn("store-write", move || {
            serve(&writer, &writes, 1, write_group)
        })?;
        for reader in readers {
            let reads = Arc::clone(&reads);
            threads.spawn("store-read", move || {
                serve(&reader, &reads, count, read_group)
            })?;
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
        // The readers first: who closes its connection alone, as the last one, moves what is in the log
        // beside the file into the file. Two that close at once leave it to the next who opens it.
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

fn serve(db: &Connection, queue: &Queue, threads: usize, run: fn(&Connection, &mut Vec<Job>)) {
    let mut group = Vec::with_capacity(GROUP);
    loop {
        queue.take(threads, &mut group);
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
