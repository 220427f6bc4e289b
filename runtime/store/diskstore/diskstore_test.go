package diskstore

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zeebo/blake3"

	"github.com/gocheckpoint/checkpoint/runtime/store"
	"github.com/gocheckpoint/checkpoint/runtime/store/storetest"
)

var (
	testKey   = store.Key{Function: "example.com/app/pipeline.(*Stage).Run", Identity: [32]byte{0xab, 31: 1}, Call: [32]byte{0xcd, 31: 2}}
	testEntry = store.Entry{
		Created: time.Date(2026, 3, 1, 12, 30, 0, 5, time.UTC),
		Cost:    3 * time.Second,
		Parts:   []byte("the parts of the test key"),
		Payload: []byte("the payload of the test entry"),
	}
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, filepath.Join(t.TempDir(), "a", "cache")) })
}

func BenchmarkStore(b *testing.B) {
	storetest.Bench(b, func(b *testing.B) store.Store { return open(b, b.TempDir()) })
}

func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if _, err := Open(dir); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadFile is what Get cannot be faster than: the file, and a checksum
// of it.
func BenchmarkReadFile(b *testing.B) {
	for name, size := range map[string]int{"100": 100, "1048576": 1 << 20} {
		b.Run(name, func(b *testing.B) {
			s := open(b, b.TempDir())
			if err := s.Put(b.Context(), testKey, store.Entry{Payload: make([]byte, size)}); err != nil {
				b.Fatal(err)
			}
			path := s.path(testKey)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				data, err := os.ReadFile(path)
				if err != nil {
					b.Fatal(err)
				}
				blake3.Sum256(data)
			}
		})
	}
}

func TestOpenMakesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	s := open(t, dir)
	if _, err := s.Get(t.Context(), testKey); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get: %v, want ErrNotFound", err)
	}
	if err := s.Delete(t.Context(), testKey); err != nil {
		t.Errorf("Delete: %v", err)
	}
	if _, err := os.Stat(filepath.Dir(dir)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Open, Get or Delete made a directory (%v)", err)
	}
	put(t, s)
	if s.Dir() != dir {
		t.Errorf("Dir() = %q, want %q", s.Dir(), dir)
	}
}

func TestOpenRefusesUnusableArguments(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", "a\x00b", file} {
		if _, err := Open(dir); err == nil {
			t.Errorf("Open(%q) succeeds", dir)
		}
	}
	for _, limit := range []int64{-1, 1, store.Overhead - 1} {
		if _, err := (Options{MaxEntry: limit}).Open(t.TempDir()); err == nil {
			t.Errorf("a MaxEntry of %d is accepted", limit)
		}
	}
}

func TestRelativeDirectoryStaysWhereItWas(t *testing.T) {
	t.Chdir(t.TempDir())
	s := open(t, "cache")
	put(t, s)
	t.Chdir(t.TempDir())
	wantTestEntry(t, s)
}

func TestAnotherStoreOnTheDirectorySeesTheEntries(t *testing.T) {
	dir := t.TempDir()
	put(t, open(t, dir))
	wantTestEntry(t, open(t, dir))
}

// Another layout loses every entry in the field: it needs another formatFolder.
func TestLayoutIsFrozen(t *testing.T) {
	dir := t.TempDir()
	got, err := filepath.Rel(dir, open(t, dir).path(testKey))
	if err != nil {
		t.Fatal(err)
	}
	want := "v1/pipeline-Stage-Run-27ef42d0d50dc41e9cf5a168f6dd7212/ab" + strings.Repeat("00", 30) + "01/cd/" + strings.Repeat("00", 30) + "02"
	if got := filepath.ToSlash(got); got != want {
		t.Errorf("entry is at %s, want %s", got, want)
	}
}

func TestFunctionFoldersAreSafeAndDistinct(t *testing.T) {
	long := strings.Repeat("Long", 500)
	seen := make(map[string]string)
	for _, function := range []string{
		"", "/", "a/", ".", "..", "../x", "con", "CON.x", "nul/nul", "a.B", "a.b", "A.b", "a-b", "a b", "a:b", "-", "...",
		"\x00", "\xff\xfe", "é", "e\u0301", "example.com/p.(*T).M", "example.com/p.T.M", "other.org/p.T.M", long, long + "x",
	} {
		name := functionFolder(function)
		if !isSafe(name) {
			t.Errorf("%q has the folder %q", function, name)
		}
		folded := strings.ToLower(name)
		if other, ok := seen[folded]; ok {
			t.Errorf("%q and %q share the folder %q", function, other, name)
		}
		seen[folded] = function
	}
}

// FuzzFunctionFolder holds that no function name makes a path that leaves its
// place or is special to some file system.
func FuzzFunctionFolder(f *testing.F) {
	f.Add("example.com/p.(*T).M")
	f.Add("../../..")
	f.Fuzz(func(t *testing.T, function string) {
		if name := functionFolder(function); !isSafe(name) {
			t.Errorf("%q has the folder %q", function, name)
		}
	})
}

func isSafe(name string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
	return len(name) >= 32 && len(name) <= 80 && strings.Trim(name, allowed) == "" && name[0] != '-'
}

func open(tb testing.TB, dir string) *Store {
	tb.Helper()
	s, err := Open(dir)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func put(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Put(t.Context(), testKey, testEntry); err != nil {
		t.Fatalf("Put: %v", err)
	}
}

func wantTestEntry(t *testing.T, s *Store) {
	t.Helper()
	e, err := s.Get(t.Context(), testKey)
	if err != nil {
		t.Fatalf("Get: %v", err)
	}
	if !e.Created.Equal(testEntry.Created) || e.Cost != testEntry.Cost || !bytes.Equal(e.Parts, testEntry.Parts) || !bytes.Equal(e.Payload, testEntry.Payload) {
		t.Fatalf("Get returns %v, want %v", e, testEntry)
	}
	if ok, err := s.Exists(t.Context(), testKey); !ok || err != nil {
		t.Fatalf("Exists: %v, %v", ok, err)
	}
}
