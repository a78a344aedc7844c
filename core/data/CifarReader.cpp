#include "core/data/CifarReader.h"

#include "core/tensor/Error.h"
#include "core/tensor/InputFile.h"

#include <algorithm>
#include <array>
#include <span>
#include <sstream>

namespace latentscape {
namespace {

namespace fs = std::filesystem;

constexpr ImageShape kShape{3, 32, 32};
constexpr std::size_t kPlane = 32 * 32;
constexpr std::size_t kRowsAtOnce = 256;
constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 33;
constexpr std::uint64_t kLargestNames = 100'000; // bytes

struct Label {
    std::string name;
    int classes;
};

// What stands in a row before its pixels.
struct Format {
    std::vector<Label> labels;
    std::string names; // file of the names of the finest label

    std::size_t rowBytes() const { return labels.size() + 3 * kPlane; }
};

Format formatOf(const CifarFolder& cifar) {
    if (cifar.name == "CIFAR-10")
        return {{{"label", 10}}, "batches.meta.txt"};
    return {{{"coarse label", 20}, {"label", 100}}, "fine_label_names.txt"};
}

[[noreturn]] void refuse(const fs::path& file, std::uint64_t at, const std::string& what) {
    throw Error(ErrorKind::Input, file.string() + ": byte " + std::to_string(at) + ": " + what);
}

void readNext(InputFile& input, const fs::path& file, std::span<std::uint8_t> bytes) {
    try {
        input.read(std::as_writable_bytes(bytes));
    } catch (const Error& error) {
        throw Error(error.kind(), file.string() + ": " + error.what() + ".");
    }
}

// Throws Error unless the file is a whole number of rows.
std::size_t rowsOf(const InputFile& input, const fs::path& file, const Format& format) {
    const std::uint64_t size = input.size();
    const std::size_t row = format.rowBytes();
    if (size == 0 || size % row != 0 || size > kLargestFile)
        refuse(file, size / row * row,
               "the file is " + std::to_string(size) + " bytes long, expected whole rows of " +
                   std::to_string(row) + " bytes (" + std::to_string(format.labels.size()) +
                   " of labels, 3072 of pixels). Download or copy the file again, the binary version.");
    return static_cast<std::size_t>(size / row);
}

// The labels of a row, the finest first.
void takeLabels(std::span<const std::uint8_t> row, const Format& format, const fs::path& file,
                std::uint64_t offset, std::vector<std::uint16_t>& out) {
    for (std::size_t i = format.labels.size(); i-- > 0;) {
        const auto& [name, classes] = format.labels[i];
        if (row[i] >= classes)
            refuse(file, offset + i,
                   "the " + name + " is " + std::to_string(row[i]) + ", expected 0 to " +
                       std::to_string(classes - 1) + ". The file is damaged or of another kind.");
        out.push_back(row[i]);
    }
}

void interleave(std::span<const std::uint8_t> planes, std::uint8_t* out) {
    for (std::size_t i = 0; i < kPlane; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            *out++ = planes[c * kPlane + i];
}

void readFile(const fs::path& file, const Format& format, const LoadWatch& watch,
              std::vector<std::uint8_t>& pixels, std::vector<std::uint16_t>& labels) {
    InputFile input(file);
    const std::size_t rows = rowsOf(input, file, format);
    const std::size_t rowBytes = format.rowBytes();
    std::size_t written = pixels.size();
    pixels.resize(written + rows * 3 * kPlane);
    std::vector<std::uint8_t> chunk(kRowsAtOnce * rowBytes);
    for (std::size_t done = 0; done < rows; done += kRowsAtOnce) {
        watch.reached(file, static_cast<double>(done) / static_cast<double>(rows));
        const std::size_t count = std::min(kRowsAtOnce, rows - done);
        readNext(input, file, std::span(chunk).first(count * rowBytes));
        for (std::size_t i = 0; i < count; ++i, written += 3 * kPlane) {
            const auto row = std::span<const std::uint8_t>(chunk).subspan(i * rowBytes, rowBytes);
            takeLabels(row, format, file, (done + i) * rowBytes, labels);
            interleave(row.subspan(format.labels.size()), pixels.data() + written);
        }
    }
}

// One name a line; empty unless there are as many as classes.
std::vector<std::string> readNames(const fs::path& file, int classes) {
    std::error_code missing;
    if (!fs::is_regular_file(file, missing))
        return {};
    InputFile input(file);
    std::string text(std::min(input.size(), kLargestNames), '\0');
    input.read(std::as_writable_bytes(std::span(text)));
    std::istringstream lines(text);
    std::vector<std::string> names;
    for (std::string line; std::getline(lines, line);) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
            line.pop_back();
        if (!line.empty())
            names.push_back(line);
    }
    return names.size() == static_cast<std::size_t>(classes) ? names : std::vector<std::string>{};
}

} // namespace

std::optional<CifarFolder> findCifar(const fs::path& folder) {
    std::vector<fs::path> batches;
    std::error_code unreadable; // then nothing is found
    for (auto entry = fs::directory_iterator(folder, unreadable);
         !unreadable && entry != fs::directory_iterator(); entry.increment(unreadable)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with("data_batch_") && name.ends_with(".bin"))
            batches.push_back(entry->path());
    }
    std::ranges::sort(batches);
    const auto ifThere = [&](const char* name) {
        return fs::exists(folder / name, unreadable) ? folder / name : fs::path();
    };
    if (!batches.empty())
        return CifarFolder{"CIFAR-10", folder, batches, ifThere("test_batch.bin")};
    if (const fs::path train = ifThere("train.bin"); !train.empty())
        return CifarFolder{"CIFAR-100", folder, {train}, ifThere("test.bin")};
    return std::nullopt;
}

void requireClear(const CifarFolder& cifar) {
    std::error_code unreadable; // then the reader says so
    if (cifar.name == "CIFAR-10" && fs::exists(cifar.folder / "train.bin", unreadable))
        throw Error(ErrorKind::Input,
                    cifar.folder.string() +
                        ": holds CIFAR-10 (data_batch_1.bin, ...) and CIFAR-100 (train.bin). "
                        "Move one of them to a folder of its own.");
    for (std::size_t i = 0; cifar.name == "CIFAR-10" && i < cifar.train.size(); ++i) {
        const fs::path expected = cifar.folder / ("data_batch_" + std::to_string(i + 1) + ".bin");
        if (cifar.train[i] != expected)
            throw Error(ErrorKind::Input, expected.string() + ": is missing, though " +
                                              cifar.train[i].filename().string() +
                                              " is there. Copy or download it again.");
    }
}

Dataset readCifar(const CifarFolder& cifar, const std::vector<fs::path>& files, const LoadWatch& watch) {
    const Format format = formatOf(cifar);
    std::size_t rows = 0;
    for (const fs::path& file : files)
        rows += rowsOf(InputFile(file), file, format);
    std::vector<std::uint8_t> pixels;
    Factors factors;
    pixels.reserve(rows * 3 * kPlane);
    for (const fs::path& file : files)
        readFile(file, format, watch, pixels, factors.values);
    for (auto label = format.labels.rbegin(); label != format.labels.rend(); ++label)
        factors.names.push_back(label->name);
    factors.classNames = readNames(cifar.folder / format.names, format.labels.back().classes);
    return {cifar.name, kShape, std::move(pixels), std::move(factors)};
}

} // namespace latentscape
