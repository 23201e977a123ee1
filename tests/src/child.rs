//! Programs that a test starts and that must not outlive it.

use anyhow::{Context, Result, bail};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A running program. When dropped it is ended, together with whatever it started itself.
#[derive(Debug)]
pub struct Child {
    process: std::process::Child,
}

impl Child {
    /// Starts a program in a process group of its own, so that it can be ended with all its children.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn start(command: &mut Command) -> Result<Self> {
        let process = command.stdin(Stdio::null()).process_group(0).spawn();
        let process =
            process.with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
        Ok(Self { process })
    }

    /// The number of its process, and of the group that it and all its children form.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// What the program writes, if it was started with a pipe for it.
    pub fn take_output(&mut self) -> Option<std::process::ChildStdout> {
        self.process.stdout.take()
    }

    /// Waits until something listens at `address`.
    ///
    /// # Errors
    /// When the program ends first, or nothing listens in time.
    pub fn wait_for(&mut self, address: SocketAddr) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
            if let Some(status) = self.process.try_wait()? {
                bail!("the program for {address} ended before it listened ({status})");
            }
            if start.elapsed() > crate::PATIENCE {
                bail!("nothing listens at {address}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        // Two tests may have been given one port; then the other's program answers, and this one has ended.
        std::thread::sleep(Duration::from_millis(100));
        if let Some(status) = self.process.try_wait()? {
            bail!("the port {address} belongs to another program; this one ended ({status})");
        }
        Ok(())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        crate::complaints::note_end();
        // A browser is many processes; its driver alone would leave them behind. The group is ours: we made it.
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that was free a moment ago.
///
/// # Errors
/// When the machine has none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
