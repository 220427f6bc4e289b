package diskstore

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

// The test binary runs itself as the other process; these variables tell it so.
const (
	helperEnv = "DISKSTORE_TEST_HELPER" // one of helpers
	dirEnv    = "DISKSTORE_TEST_DIR"
)

// helpers are what another process can be told to do in a directory.
var helpers = map[string]func(ctx context.Context, dir string) error{
	"share": func(ctx context.Context, dir string) error { return share(ctx, dir, 300) },
	"write": writeForever,
}

const sharedKeys = 6

func TestMain(m *testing.M) {
	name, ok := os.LookupEnv(helperEnv)
	if !ok {
		os.Exit(m.Run())
	}
	if err := helpers[name](context.Background(), os.Getenv(dirEnv)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func TestProcessesShareADirectory(t *testing.T) {
	dir := t.TempDir()
	var others [2]*exec.Cmd
	for i := range others {
		others[i] = helper(t, "share", dir)
		if err := others[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	if err := share(t.Context(), dir, 300); err != nil {
		t.Error(err)
	}
	for _, other := range others {
		if err := other.Wait(); err != nil {
			t.Errorf("another process: %v: %s", err, other.Stderr)
		}
	}
}

// share reads and replaces all shared keys, rounds times, and fails on anything
// but a whole entry that some process wrote.
func share(ctx context.Context, dir string, rounds int) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	for range rounds {
		i := rand.IntN(sharedKeys)
		if err := s.Put(ctx, sharedKey(i), sharedEntry(i, rand.IntN(20_000))); err != nil {
			return err
		}
		for i := range sharedKeys {
			if err := checkShared(ctx, s, i); err != nil {
				return err
			}
		}
		if rand.IntN(10) == 0 {
			if err := s.Delete(ctx, sharedKey(rand.IntN(sharedKeys))); err != nil {
				return err
			}
		}
	}
	return nil
}

func TestKilledWriterLeavesNoWrongValue(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	const kills = 25
	left := 0
	for range kills {
		writer := helper(t, "write", dir)
		out, err := writer.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := writer.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			t.Fatalf("the writer does not start: %v: %s", err, writer.Stderr)
		}
		time.Sleep(rand.N(10 * time.Millisecond))
		if err := writer.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = writer.Wait() // it was killed
		for i := range sharedKeys {
			if err := checkShared(t.Context(), s, i); err != nil {
				t.Fatal(err)
			}
		}
	}

	// Its temporary files stay for an hour, and not longer.
	past := time.Now().Add(-staleAge - time.Minute)
	for i := range sharedKeys {
		names, err := filepath.Glob(filepath.Join(filepath.Dir(s.path(sharedKey(i))), tempPrefix+"*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			left++
			if err := os.Chtimes(name, past, past); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Put(t.Context(), sharedKey(i), sharedEntry(i, 10)); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if _, err := os.Lstat(name); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s was not swept", name)
			}
		}
	}
	t.Logf("%d of %d killed writers left a temporary file", left, kills)
}

// writeForever says that it is ready, and then replaces entries until it is
// killed.
func writeForever(ctx context.Context, dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for {
		i := rand.IntN(sharedKeys)
		if err := s.Put(ctx, sharedKey(i), sharedEntry(i, rand.IntN(1<<20))); err != nil {
			return err
		}
	}
}

func helper(t testing.TB, name, dir string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), helperEnv+"="+name, dirEnv+"="+dir)
	cmd.Stderr = new(strings.Builder)
	return cmd
}

func sharedKey(i int) store.Key {
	k := testKey
	k.Call[0] = byte(i)
	return k
}

// sharedEntry returns an entry for the i-th key that anybody can verify: the
// key's and the size's numbers, and noise that follows from both.
func sharedEntry(i, size int) store.Entry {
	payload := binary.LittleEndian.AppendUint32(nil, uint32(i))
	payload = binary.LittleEndian.AppendUint32(payload, uint32(size))
	noise := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte(bytes.Repeat(payload, 4))).Read(noise) // never fails
	return store.Entry{Payload: append(payload, noise...), Cost: time.Duration(size)}
}

func checkShared(ctx context.Context, s *Store, i int) error {
	e, err := s.Get(ctx, sharedKey(i))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(e.Payload) < 8 {
		return fmt.Errorf("key %d: payload of %d bytes, which nobody wrote", i, len(e.Payload))
	}
	want := sharedEntry(i, int(binary.LittleEndian.Uint32(e.Payload[4:])))
	if e.Cost != want.Cost || !bytes.Equal(e.Payload, want.Payload) {
		return fmt.Errorf("key %d: payload that nobody wrote", i)
	}
	return nil
}
