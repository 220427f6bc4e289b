package peers

import (
	"bytes"
	"log/slog"
	"os/exec"
	"strconv"
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func squareOnDisk(n int) int { return n * n }

var onDisk = checkpoint.Func(squareOnDisk, checkpoint.Temp(), checkpoint.Logger(slog.New(slog.DiscardHandler)))

// BenchmarkOriginal compares a hit with one of github.com/Reddan/checkpointer, where
// python3 finds that package. Its time is reported by its own clock, without the start of Python.
func BenchmarkOriginal(b *testing.B) {
	for _, where := range []string{"memory", "disk"} {
		b.Run("python/"+where, func(b *testing.B) {
			out, err := exec.Command("python3", "testdata/original.py", where).Output()
			if err != nil {
				b.Skipf("set PYTHONPATH to a checkout of the original: %v", err)
			}
			ns, err := strconv.ParseFloat(string(bytes.TrimSpace(out)), 64)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(ns, "ns/op")
		})
	}
	b.Run("checkpoint/memory", func(b *testing.B) {
		for remembered.Call(1234); b.Loop(); {
			remembered.Call(1234)
		}
	})
	b.Run("checkpoint/disk", func(b *testing.B) {
		for onDisk.Call(1234); b.Loop(); {
			onDisk.Call(1234)
		}
	})
}
