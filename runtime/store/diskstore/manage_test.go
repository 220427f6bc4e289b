package diskstore

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/store"
)

func every(store.Info) bool { return true }

func TestRemoveLeavesNoFolderThatItEmptied(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	other := testKey
	other.Identity[0]++
	if err := s.Put(t.Context(), other, store.Entry{}); err != nil {
		t.Fatal(err)
	}
	n, err := s.Remove(t.Context(), testKey.Function, func(i store.Info) bool { return i.Key == other })
	if n != 1 || err != nil {
		t.Fatal(n, err)
	}
	wantTestEntry(t, s)
	if _, err := os.Stat(filepath.Dir(filepath.Dir(s.path(other)))); !os.IsNotExist(err) {
		t.Errorf("the folder of an identity without entries: %v", err)
	}
	if n, err := s.Remove(t.Context(), testKey.Function, every); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if _, err := os.Stat(s.functionPath(testKey.Function)); !os.IsNotExist(err) {
		t.Errorf("the folder of a function without entries: %v", err)
	}
	put(t, s)
	wantTestEntry(t, s)
}

// What is no entry is nobody's to remove: only names that a key can have count.
func TestForeignNamesAreNeitherListedNorRemoved(t *testing.T) {
	s := open(t, t.TempDir())
	put(t, s)
	path := s.path(testKey)
	function := s.functionPath(testKey.Function)
	var foreign []string
	for _, name := range []string{
		filepath.Join(function, "notes.txt"),
		filepath.Join(function, "identity", "aa", strings.Repeat("a", 62)),
		filepath.Join(filepath.Dir(filepath.Dir(path)), "abc", strings.Repeat("a", 61)),
		filepath.Join(filepath.Dir(path), tempPrefix+"0123456789abcdef"),
		filepath.Join(filepath.Dir(path), strings.Repeat("A", 62)),
		filepath.Join(filepath.Dir(path), strings.Repeat("g", 62)),
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("x"), 0o666); err != nil {
			t.Fatal(err)
		}
		foreign = append(foreign, name)
	}
	seen := 0
	for i, err := range s.Entries(t.Context(), testKey.Function) {
		if err != nil || i.Key != testKey {
			t.Errorf("Entries yields %v, %v", i, err)
		}
		seen++
	}
	n, err := s.Remove(t.Context(), testKey.Function, every)
	if seen != 1 || n != 1 || err != nil {
		t.Errorf("%d seen, %d removed, %v, want 1 and 1", seen, n, err)
	}
	for _, name := range foreign {
		if _, err := os.Stat(name); err != nil {
			t.Errorf("removed with the entries: %v", err)
		}
	}
}

func TestDamageIsListedWithItsCauseAndRemoved(t *testing.T) {
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			put(t, s)
			d.spoil(t, s, s.path(testKey))
			_, statErr := s.Stat(t.Context(), testKey)
			seen := 0
			for i, err := range s.Entries(t.Context(), testKey.Function) {
				seen++
				if err != nil || i.Key != testKey {
					t.Errorf("Entries yields %v, %v", i, err)
				}
				if visible := statErr != nil; (i.Damage != nil) != visible {
					t.Errorf("Entries says %v, Stat %v", i.Damage, statErr)
				}
				if i.Damage != nil && i.Damage.Path == "" {
					t.Error("the damage has no path")
				}
			}
			n, err := s.Remove(t.Context(), testKey.Function, every)
			if seen != 1 || n != 1 || err != nil {
				t.Errorf("%d seen, %d removed, %v, want 1 and 1", seen, n, err)
			}
			wantNothing(t, s)
		})
	}
}

func wantNothing(t *testing.T, s *Store) {
	t.Helper()
	if ok, err := s.Exists(t.Context(), testKey); ok || err != nil {
		t.Errorf("Exists: %v, %v, want nothing", ok, err)
	}
}
