package m

import (
	"fmt"
	"testing"
)

func TestDispatch(t *testing.T) {
	if Area(3) != 9 {
		t.Fatal()
	}
}

func TestGeneric(t *testing.T) {
	if Add(1, 2) != 3 {
		t.Fatal()
	}
}

func TestLiteral(t *testing.T) {
	if Double(3) != 6 {
		t.Fatal()
	}
}

func TestReflection(t *testing.T) {
	if ByName(Greeter{}, "Greet") != 5 {
		t.Fatal()
	}
}

func TestInitOnly(t *testing.T) {
	if Lookup(1) != 7 {
		t.Fatal()
	}
}

func TestInitToo(t *testing.T) {
	if Again() != 7 {
		t.Fatal()
	}
}

func TestFails(t *testing.T) {
	Double(1)
	t.Error("it fails")
}

func ExampleAdd() {
	fmt.Println(Add(1, 1))
	// Output: 2
}

func ExampleDouble() {
	fmt.Println(Double(1)) // compiled, not run
}

func FuzzArea(f *testing.F) {
	f.Add(2)
	f.Fuzz(func(t *testing.T, n int) {
		if Area(n) != n*n {
			t.Fatal()
		}
	})
}
