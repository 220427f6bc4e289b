package diskstore

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestSweepRemovesOnlyOldTemporaryFiles(t *testing.T) {
	s := open(t, t.TempDir())
	folder := filepath.Dir(s.path(testKey))
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	plant := func(name string, age time.Duration, dir bool) {
		path := filepath.Join(folder, name)
		if dir {
			if err := os.MkdirAll(filepath.Join(path, "inner"), 0o777); err != nil {
				t.Fatal(err)
			}
		} else {
			overwrite(t, path, []byte("x"))
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	plant(tempPrefix+"old", staleAge+time.Minute, false)
	plant(tempPrefix+"olddir", staleAge+time.Minute, true)
	plant(tempPrefix+"young", staleAge-time.Minute, false)
	plant(tempPrefix+"youngdir", 0, true)
	plant("entry", 100*time.Hour, false)
	put(t, s)

	want := []string{tempPrefix + "young", tempPrefix + "youngdir", "entry", filepath.Base(s.path(testKey))}
	if got := list(t, folder); !slices.Equal(got, sorted(want)) {
		t.Errorf("after the first Put the folder has %q, want %q", got, sorted(want))
	}

	// The same Store does not look again within the hour, another does.
	plant(tempPrefix+"old", staleAge+time.Minute, false)
	put(t, s)
	if !slices.Contains(list(t, folder), tempPrefix+"old") {
		t.Error("every Put lists the folder")
	}
	put(t, open(t, s.Dir()))
	if slices.Contains(list(t, folder), tempPrefix+"old") {
		t.Error("another Store does not sweep")
	}
}

func TestSweepIsDueOncePerFolderAndHour(t *testing.T) {
	var w sweeps
	start := time.Now()
	for _, test := range []struct {
		folder string
		after  time.Duration
		want   bool
	}{
		{"a", 0, true},
		{"a", 0, false},
		{"b", time.Minute, true},
		{"a", sweepInterval - 1, false},
		{"a", sweepInterval, true},
		{"b", sweepInterval, false},
	} {
		if got := w.due(test.folder, start.Add(test.after)); got != test.want {
			t.Errorf("%s after %v: %v, want %v", test.folder, test.after, got, test.want)
		}
	}
}

func TestSweepMemoryIsBounded(t *testing.T) {
	var w sweeps
	for i := range 3 * maxRemembered {
		w.due(fmt.Sprint(i), time.Time{})
		if len(w.last) > maxRemembered {
			t.Fatalf("%d folders are remembered, more than %d", len(w.last), maxRemembered)
		}
	}
}

func list(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return sorted(names)
}

func sorted(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return names
}
