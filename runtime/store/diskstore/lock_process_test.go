//go:build linux || darwin || windows

package diskstore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

func init() {
	helpers["exclude"] = exclude
	helpers["hold"] = hold
	helpers["idle"] = idle
	helpers["recurse"] = recurse
}

func TestProcessesExcludeEachOther(t *testing.T) {
	dir := t.TempDir()
	var others [3]*exec.Cmd
	for i := range others {
		others[i] = helper(t, "exclude", dir)
		if err := others[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	if err := exclude(t.Context(), dir); err != nil {
		t.Error(err)
	}
	for _, other := range others {
		if err := other.Wait(); err != nil {
			t.Errorf("another process: %v: %s", err, other.Stderr)
		}
	}
}

// exclude makes a file while it has a lock, and fails if somebody else has made
// it.
func exclude(ctx context.Context, dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	for round := range 60 {
		i := round % 2
		unlock, err := s.Lock(ctx, sharedKey(i))
		if err != nil {
			return err
		}
		mark := filepath.Join(dir, fmt.Sprint("held", i))
		f, err := os.OpenFile(mark, os.O_CREATE|os.O_EXCL, 0o666)
		if err != nil {
			return fmt.Errorf("the lock has two holders: %w", err)
		}
		if err := f.Close(); err != nil {
			return err
		}
		if err := os.Remove(mark); err != nil {
			return err
		}
		unlock()
	}
	return nil
}

// The kernel gives back the locks of a killed process, also while a process that
// it had started lives on.
func TestLocksOfAKilledProcessAreFree(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for range 3 {
		holder := helper(t, "hold", dir)
		in, err := holder.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := holder.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := holder.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			t.Fatalf("the holder does not start: %v: %s", err, holder.Stderr)
		}
		wantLocked(t, s, testKey)
		other := testKey
		other.Call[0]++
		lock(t, s, other)()
		if err := holder.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		lock(t, s, testKey)() // waits for as long as it takes
		_ = holder.Wait()     // it was killed
		_ = in.Close()        // and what it started may go as well
	}
}

// hold takes a lock and a child and says so.
func hold(ctx context.Context, dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	if _, err := s.Lock(ctx, testKey); err != nil {
		return err
	}
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	child := exec.Command(exe)
	child.Env = append(os.Environ(), helperEnv+"=idle")
	child.Stdin = os.Stdin
	if err := child.Start(); err != nil {
		return err
	}
	fmt.Println("ready")
	return child.Wait()
}

// idle lives until its standard input ends.
func idle(context.Context, string) error {
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

const levels = 400

// Each process computes a recursive function, which holds the locks of all its
// levels. All get through, and each level is computed once.
func TestProcessesDoNotDeadlockInHundredsOfLevels(t *testing.T) {
	dir := t.TempDir()
	var others [3]*exec.Cmd
	for i := range others {
		others[i] = helper(t, "recurse", dir)
		others[i].Stdout = new(strings.Builder)
		if err := others[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	total := 0
	for _, other := range others {
		if err := other.Wait(); err != nil {
			t.Fatalf("another process: %v: %s", err, other.Stderr)
		}
		n, err := strconv.Atoi(fmt.Sprint(other.Stdout))
		if err != nil {
			t.Fatal(err)
		}
		total += n
	}
	if total != levels {
		t.Errorf("%d levels were computed, want each of %d once", total, levels)
	}
}

// recurse says how many levels it computed.
func recurse(ctx context.Context, dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	computed := 0
	var level func(n int) error
	level = func(n int) error {
		k := testKey
		k.Call[0], k.Call[1] = byte(n), byte(n>>8)
		unlock, err := s.Lock(ctx, k)
		if err != nil {
			return err
		}
		defer unlock()
		if _, err := s.Get(ctx, k); !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if n > 1 {
			if err := level(n - 1); err != nil {
				return err
			}
		}
		computed++
		return s.Put(ctx, k, testEntry)
	}
	if err := level(levels); err != nil {
		return err
	}
	fmt.Print(computed)
	return nil
}
