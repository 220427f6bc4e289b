//go:build unix

package build

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// A signalForwarder passes signals on to a command.
type signalForwarder struct {
	cmd  *exec.Cmd
	ch   chan os.Signal
	done chan struct{}
}

// forwardSignals starts to catch the signals that a parent may send. What a
// terminal sends reaches the command by itself, as it is in the same process
// group: those are caught, so that we outlive the command and clean up, but
// not sent a second time.
func forwardSignals(cmd *exec.Cmd) *signalForwarder {
	f := &signalForwarder{cmd: cmd, ch: make(chan os.Signal, 16), done: make(chan struct{})}
	signal.Notify(f.ch, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2)
	return f
}

func (f *signalForwarder) started() {
	terminal := term.IsTerminal(int(os.Stdin.Fd()))
	go func() {
		for {
			select {
			case s := <-f.ch:
				if terminal && (s == syscall.SIGINT || s == syscall.SIGQUIT) {
					continue
				}
				f.cmd.Process.Signal(s) // an error means that it is gone
			case <-f.done:
				return
			}
		}
	}()
}

func (f *signalForwarder) stop() {
	signal.Stop(f.ch)
	close(f.done)
}

// exitCode is the code that a shell would report: 128 and the signal's number
// for a command that a signal ended.
func exitCode(p *os.ProcessState) int {
	if ws, ok := p.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return p.ExitCode()
}
