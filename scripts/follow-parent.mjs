/**
 * Ends this process in order when its parent is gone. npm passes a signal on to the shell that it runs a script in, and
 * that shell dies of it without a word to us.
 */
export function followParent() {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  look.unref();
}
