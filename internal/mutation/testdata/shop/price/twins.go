package price

// Variables and functions that look alike, told apart by who writes them.
var low, top int

var cheap, dear = map[string]bool{}, map[string]bool{}

func init() {
	low, top = 1, 99
	cheap["tea"] = true
	dear["milk"] = true
}

// Within tells the two numbers apart.
func Within(cents int) bool { return cents >= low && cents <= top }

// Cheap reads one of two sets.
func Cheap(name string) bool { return cheap[name] }

type span struct{ from, to int }

func (s span) start() int { return s.from }

func (s span) end() int { return s.to }

// Length tells methods and fields apart.
func Length(from, to int) int {
	s := span{from: from, to: to}
	return s.end() - s.start()
}

// Twice calls one of two functions that do the same: either will do.
func Twice(n int) int { return double(n) }

// Double calls the other.
func Double(n int) int { return twofold(n) }

func double(n int) int { m := n; return m + n }

func twofold(k int) int { x := k; return x + k }

// Apart calls one of two that don't.
func Apart(n int) int { return twofold(n) - halved(n) }

func halved(n int) int { return n / 2 }
