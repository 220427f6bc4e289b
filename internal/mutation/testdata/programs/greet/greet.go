// Greet prints before main begins.
package main

import "fmt"

func init() { greet("hello") }

func greet(text string) { fmt.Println(text + "!") }

func main() {}
