package registration_test

import (
	"testing"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

func slow() int { return 0 }

var _ = checkpoint.Func(slow)

func TestSlow(t *testing.T) {
	checkpoint.Func(slow)
	for range 3 {
		checkpoint.Func(slow) // want `checkpoint.Func registers slow each time TestSlow runs: move it to a package-level variable`
	}
	t.Run("literal", func(t *testing.T) {
		checkpoint.Func(slow) // want `checkpoint.Func registers slow each time TestSlow runs: move it to a package-level variable`
	})
}

func Example() { checkpoint.Func(slow) }

func BenchmarkSlow(b *testing.B) {
	checkpoint.Func(slow) // want `checkpoint.Func registers slow each time BenchmarkSlow runs: move it to a package-level variable`
}

type suite struct{}

func (suite) TestSlow() {
	checkpoint.Func(slow) // want `checkpoint.Func registers slow each time TestSlow runs: move it to a package-level variable`
}
