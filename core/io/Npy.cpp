#include "core/io/Npy.h"

#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <array>
#include <bit>

namespace latentscape {

namespace {

static_assert(std::endian::native == std::endian::little); // values are written as they lie in memory

constexpr std::size_t kAligned = 64; // where the values begin: a multiple of it
constexpr std::string_view kMagic("\x93NUMPY\x01\x00", 8);

// (3,) has a comma that (3, 4) has not.
std::string tuple(const Shape& shape) {
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        text += std::to_string(shape[i]) + (i + 1 < shape.size() ? ", " : shape.size() == 1 ? "," : "");
    }
    return text + ")";
}

std::string header(const char* type, const Shape& shape) {
    std::string text =
        std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': " + tuple(shape) + ", }";
    const std::size_t before = kMagic.size() + 2; // two bytes hold the length
    const std::size_t end = (before + text.size() + 1 + kAligned - 1) / kAligned * kAligned;
    text.resize(end - before - 1, ' ');
    text += '\n';
    const auto length = static_cast<std::uint16_t>(text.size()); // a shape of a few numbers is short
    return std::string(kMagic) + static_cast<char>(length & 255) + static_cast<char>(length >> 8) + text;
}

template <typename Value>
void save(const std::filesystem::path& file, const char* type, const Shape& shape,
          std::span<const Value> values) {
    if (elementCount(shape) != static_cast<std::int64_t>(values.size())) {
        throw Error(ErrorKind::Usage, file.string() + ": an array of " + toString(shape) + " was given " +
                                          std::to_string(values.size()) + " values");
    }
    const std::string before = header(type, shape);
    const std::array<std::span<const std::byte>, 2> parts{std::as_bytes(std::span(before)),
                                                          std::as_bytes(values)};
    writeFileAtomically(file, parts);
}

} // namespace

void saveNpy(const std::filesystem::path& file, const Shape& shape, std::span<const float> values) {
    save(file, "<f4", shape, values);
}

void saveNpy(const std::filesystem::path& file, const Shape& shape, std::span<const std::uint16_t> values) {
    save(file, "<u2", shape, values);
}

} // namespace latentscape
