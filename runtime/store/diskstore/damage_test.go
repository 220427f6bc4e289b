package diskstore

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

func TestEveryFlippedByteOfAFileIsAMissWithACause(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	path := s.path(testKey)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range sound {
		bad := bytes.Clone(sound)
		bad[i] ^= 0xff
		overwrite(t, path, bad)
		wantCorrupt(t, s, "")
	}
	put(t, s)
	wantTestEntry(t, s)
}

func TestEveryTruncationOfAFileIsAMissWithACause(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	path := s.path(testKey)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range sound {
		overwrite(t, path, sound[:n])
		wantCorrupt(t, s, "")
		if ok, err := s.Exists(t.Context(), testKey); ok || err == nil {
			t.Fatalf("%d of %d bytes: Exists: %v, %v, want the damage", n, len(sound), ok, err)
		}
	}
	put(t, s)
	wantTestEntry(t, s)
}

// damages are the ways to spoil an entry's place that every system has.
// Those that only some have are in damage_linux_test.go.
var damages = []struct {
	name, reason string
	spoil        func(t *testing.T, s *Store, path string)
}{
	{"empty file", "empty", func(t *testing.T, s *Store, path string) {
		overwrite(t, path, nil)
	}},
	{"zeros, as after a power failure", "wrong magic", func(t *testing.T, s *Store, path string) {
		overwrite(t, path, make([]byte, 500))
	}},
	{"text", "wrong magic", func(t *testing.T, s *Store, path string) {
		overwrite(t, path, []byte("version https://git-lfs.github.com/spec/v1\n"))
	}},
	{"bytes after the end", "bytes long", func(t *testing.T, s *Store, path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		overwrite(t, path, append(data, '\n'))
	}},
	{"entry of another key", "belongs to another key", func(t *testing.T, s *Store, path string) {
		other := testKey
		other.Call[5]++
		if err := s.Put(t.Context(), other, testEntry); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(s.path(other), path); err != nil {
			t.Fatal(err)
		}
	}},
	{"huge sparse file", "parts and a payload of 29", func(t *testing.T, s *Store, path string) {
		if err := os.Truncate(path, 1<<31); err != nil {
			t.Fatal(err)
		}
	}},
	{"file over the limit", "more than the limit", func(t *testing.T, s *Store, path string) {
		if err := os.Truncate(path, DefaultMaxEntry+1); err != nil {
			t.Fatal(err)
		}
	}},
	{"empty directory", "a directory is in its place", func(t *testing.T, s *Store, path string) {
		remove(t, path)
		if err := os.Mkdir(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}},
	{"full directory", "a directory is in its place", func(t *testing.T, s *Store, path string) {
		remove(t, path)
		if err := os.MkdirAll(filepath.Join(path, "a", "b"), 0o777); err != nil {
			t.Fatal(err)
		}
		overwrite(t, filepath.Join(path, "a", "file"), []byte("x"))
	}},
}

func TestDamageIsAMissWithACauseAndIsRepaired(t *testing.T) {
	for _, damage := range damages {
		t.Run(damage.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			for _, repair := range []func(context.Context, store.Key) error{
				func(ctx context.Context, k store.Key) error { return s.Put(ctx, k, testEntry) },
				s.Delete,
			} {
				put(t, s)
				damage.spoil(t, s, s.path(testKey))
				wantCorrupt(t, s, damage.reason)
				if ok, err := s.Exists(t.Context(), testKey); ok || err == nil {
					t.Errorf("Exists: %v, %v, want the damage", ok, err)
				}
				if err := repair(t.Context(), testKey); err != nil {
					t.Fatalf("repair: %v", err)
				}
				if _, err := s.Get(t.Context(), testKey); err != nil && !errors.Is(err, store.ErrNotFound) {
					t.Errorf("after repair: %v", err)
				}
				put(t, s)
				wantTestEntry(t, s)
				wantNoTemporaries(t, s)
			}
		})
	}
}

// A header that contradicts the file's size, or states more parts than there can
// be, must be found before memory is allocated for either.
func TestHostileHeaderCostsNoMemory(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	const large = 1 << 29
	if err := os.Truncate(s.path(testKey), large); err != nil {
		t.Fatal(err)
	}
	for lengths, reason := range map[[2]uint64]string{
		{29, 24}:                          "parts and a payload of 29",
		{29, math.MaxUint32}:              "states 4294967295 bytes of parts",
		{29, large - store.Overhead - 29}: "bytes of parts, more than",
		{29, store.MaxParts}:              "parts and a payload of 29",
		{math.MaxUint64 - 28, 1 << 10}:    "states a payload of",
	} {
		f, err := os.OpenFile(s.path(testKey), os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		fields := binary.LittleEndian.AppendUint64(nil, lengths[0])
		fields = binary.LittleEndian.AppendUint32(fields, uint32(lengths[1]))
		if _, err := f.WriteAt(fields, store.HeaderSize-12); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		wantCorrupt(t, s, reason)
		if i, err := s.Stat(t.Context(), testKey); err == nil {
			t.Errorf("Stat: %v", i)
		}
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
			t.Errorf("%v: %d bytes are allocated", lengths, n)
		}
	}
}

func TestExistsReadsNoPayload(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	path := s.path(testKey)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[store.HeaderLength(data)]++
	overwrite(t, path, data)
	if ok, err := s.Exists(t.Context(), testKey); !ok || err != nil {
		t.Errorf("Exists: %v, %v, want true: a damaged payload is for Get to find", ok, err)
	}
	wantCorrupt(t, s, "checksum mismatch")
}

func TestLimitHoldsForPutAndGet(t *testing.T) {
	dir := t.TempDir()
	size := int64(len(testEntry.Parts)+len(testEntry.Payload)) + store.Overhead
	exact, err := Options{MaxEntry: size}.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, exact)
	wantTestEntry(t, exact)
	less, err := Options{MaxEntry: size - 1}.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	wantCorrupt(t, less, "more than the limit")
	if err := less.Put(t.Context(), testKey, testEntry); err == nil || !strings.Contains(err.Error(), "raise Options.MaxEntry") {
		t.Errorf("Put over the limit: %v", err)
	}
	wantTestEntry(t, exact)
}

// The store's directory is below a regular file, so nothing can be made there
// and nothing found, whoever runs the test.
func TestUnreachableDirectoryIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	s := open(t, filepath.Join(file, "cache"))
	overwrite(t, file, nil)
	if err := s.Put(t.Context(), testKey, testEntry); err == nil {
		t.Error("Put succeeds")
	}
	if _, err := s.Get(t.Context(), testKey); err == nil {
		t.Error("Get succeeds")
	}
	if ok, _ := s.Exists(t.Context(), testKey); ok {
		t.Error("Exists finds something")
	}
}

// No file system takes the name, so that the temporary file cannot be renamed.
func TestFailedPutLeavesNoTemporaryFile(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	path := filepath.Join(filepath.Dir(s.path(testKey)), strings.Repeat("x", 300))
	if err := s.write(path, testKey, testEntry); err == nil {
		t.Error("a file with an impossible name was written")
	}
	wantNoTemporaries(t, s)
}

func wantCorrupt(t *testing.T, s *Store, reason string) {
	t.Helper()
	e, err := s.Get(t.Context(), testKey)
	corrupt, ok := errors.AsType[*store.CorruptError](err)
	if !ok {
		t.Fatalf("Get returns %.60v and error %v, want a *store.CorruptError", e, err)
	}
	if !strings.Contains(corrupt.Reason, reason) {
		t.Errorf("reason %q, want %q", corrupt.Reason, reason)
	}
	if corrupt.Path != s.path(testKey) {
		t.Errorf("path %q, want %q", corrupt.Path, s.path(testKey))
	}
	if len(e.Payload) != 0 {
		t.Error("a damaged payload is handed out beside the error")
	}
}

func wantNoTemporaries(t *testing.T, s *Store) {
	t.Helper()
	for _, name := range temporaries(t, s) {
		t.Errorf("left behind: %s", name)
	}
}

// temporaries returns the temporary names in the folder of the test entry.
func temporaries(t *testing.T, s *Store) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(filepath.Dir(s.path(testKey)), tempPrefix+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func overwrite(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}
