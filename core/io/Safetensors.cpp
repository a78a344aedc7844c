#include "core/io/Safetensors.h"

#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"
#include "core/tensor/InputFile.h"
#include "core/tensor/Json.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <zlib.h>

namespace latentscape {

using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "tensors are stored as they lie in memory");

namespace {

constexpr std::uint64_t kPrefix = 8;              // bytes of the header's size
constexpr std::uint64_t kMaxHeader = 100'000'000; // as in the reference implementation
constexpr std::uint64_t kAlign = 8;               // of the data: that of the largest type
constexpr std::string_view kMetadata = "__metadata__";
constexpr std::string_view kChecksum = "checksum";
constexpr std::string_view kNoChecksum = "00000000"; // stands in the checksum's place while it is computed

struct TypeInfo {
    TensorType type;
    const char* name;
    std::uint64_t size;
};
constexpr std::array kTypes{TypeInfo{TensorType::F32, "F32", 4}, TypeInfo{TensorType::U32, "U32", 4},
                            TypeInfo{TensorType::I64, "I64", 8}};

const TypeInfo& infoOf(TensorType type) {
    return *std::find_if(kTypes.begin(), kTypes.end(),
                         [type](const TypeInfo& info) { return info.type == type; });
}

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::Input, reason);
}

std::uint32_t crc(std::uint32_t start, const void* bytes, std::size_t size) {
    // zlib takes a null pointer, as an empty tensor has it, as the wish to start anew.
    return size == 0 ? start
                     : static_cast<std::uint32_t>(crc32_z(start, static_cast<const Bytef*>(bytes), size));
}

std::string hexDigits(std::uint32_t value) {
    std::string digits(8, '0');
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, value >>= 4) {
        *digit = "0123456789abcdef"[value & 15];
    }
    return digits;
}

// Where the checksum's digits stand in the header. A quote inside a JSON text is escaped, so that this
// sequence of bytes can only be the key itself.
std::size_t checksumPosition(std::string_view header) {
    constexpr std::string_view key = "\"checksum\":\"";
    const std::size_t at = header.find(key);
    return at == header.npos ? at : at + key.size();
}

// Elements times element size; refuses what does not fit.
std::uint64_t byteCount(const Shape& shape, std::uint64_t elementSize) {
    std::uint64_t bytes = elementSize;
    for (const std::int64_t dimension : shape) {
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(dimension), &bytes)) {
            refuse("the shape " + toString(shape) + " is too large");
        }
    }
    return bytes;
}

// ---- writing ----

void requireWritable(const SafetensorsFile& content) {
    for (const auto& [name, tensor] : content.tensors) {
        if (name == kMetadata ||
            std::any_of(tensor.shape.begin(), tensor.shape.end(),
                        [](auto dimension) { return dimension < 0; }) ||
            byteCount(tensor.shape, infoOf(tensor.type).size) != tensor.bytes.size()) {
            throw Error(ErrorKind::Usage, "tensor \"" + name + "\" " + toString(tensor.shape) + " with " +
                                              std::to_string(tensor.bytes.size()) +
                                              " bytes cannot be stored");
        }
    }
}

// Largest elements first: each tensor is then aligned to its type.
using Named = std::pair<const std::string, StoredTensor>;
std::vector<const Named*> layOut(const SafetensorsFile& content) {
    std::vector<const Named*> ordered;
    for (const Named& named : content.tensors) {
        ordered.push_back(&named);
    }
    std::stable_sort(ordered.begin(), ordered.end(), [](const Named* a, const Named* b) {
        return infoOf(a->second.type).size > infoOf(b->second.type).size;
    });
    return ordered;
}

std::string headerText(const SafetensorsFile& content, const std::vector<const Named*>& ordered) {
    json header;
    header[kMetadata] = content.metadata;
    header[kMetadata][kChecksum] = kNoChecksum;
    std::uint64_t offset = 0;
    for (const Named* named : ordered) {
        const auto& [name, tensor] = *named;
        const std::uint64_t end = offset + tensor.bytes.size();
        header[name] = {
            {"dtype", infoOf(tensor.type).name}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    try {
        std::string text = header.dump();
        text.resize((text.size() + kAlign - 1) / kAlign * kAlign, ' ');
        return text;
    } catch (const json::exception& e) { // names or metadata that are not UTF-8
        throw Error(ErrorKind::Usage, std::string("cannot write the file's header: ") + e.what());
    }
}

// ---- reading ----

struct Entry {
    std::string name;
    TypeInfo type;
    Shape shape;
    std::uint64_t begin;
    std::uint64_t end;
};

Entry parseEntry(const std::string& name, const json& object) {
    const std::string dtype = stringField(object, "dtype");
    const auto* type =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& info) { return info.name == dtype; });
    if (type == kTypes.end()) {
        refuse("the type \"" + dtype + "\" is not one of F32, U32, I64");
    }
    requireKnownKeys(object, {"dtype", "shape", "data_offsets"});
    const auto natural = [](const json& value) {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() >> 62 != 0) {
            refuse(value.dump() + " is not a size");
        }
        return value.get<std::uint64_t>();
    };
    const json& shape = field(object, "shape");
    const json& offsets = field(object, "data_offsets");
    if (!shape.is_array() || !offsets.is_array() || offsets.size() != 2) {
        refuse("\"shape\" and \"data_offsets\" must be lists, the latter of two numbers");
    }
    Entry entry{name, *type, {}, natural(offsets[0]), natural(offsets[1])};
    for (const json& dimension : shape) {
        entry.shape.push_back(static_cast<std::int64_t>(natural(dimension)));
    }
    const std::uint64_t bytes = byteCount(entry.shape, type->size);
    if (entry.end < entry.begin || entry.end - entry.begin != bytes) {
        refuse("its offsets " + offsets.dump() + " do not hold the " + std::to_string(bytes) +
               " bytes of its shape " + toString(entry.shape));
    }
    return entry;
}

// All tensors in the order of their data, which they must fill without a hole.
std::vector<Entry> parseEntries(const json& header, std::uint64_t dataSize) {
    std::vector<Entry> entries;
    for (const auto& [name, object] : header.items()) {
        if (name == kMetadata) {
            continue;
        }
        try {
            entries.push_back(parseEntry(name, object));
        } catch (const Error& e) {
            refuse("tensor \"" + name + "\": " + e.what());
        }
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t filled = 0;
    for (const Entry& entry : entries) {
        if (entry.begin != filled) {
            refuse("tensor \"" + entry.name + "\" begins at data offset " + std::to_string(entry.begin) +
                   ", expected " + std::to_string(filled) + ": tensors overlap or leave a hole");
        }
        filled = entry.end;
    }
    if (filled != dataSize) {
        refuse("the tensors hold " + std::to_string(filled) + " bytes of data, the file has " +
               std::to_string(dataSize) + "; it is incomplete or damaged");
    }
    return entries;
}

std::map<std::string, std::string> parseMetadata(const json& header) {
    std::map<std::string, std::string> metadata;
    const auto found = header.find(kMetadata);
    if (found == header.end()) {
        return metadata;
    }
    if (!found->is_object()) {
        refuse("\"__metadata__\" is not a JSON object");
    }
    for (const auto& [key, value] : found->items()) {
        metadata[key] = stringField(*found, key.c_str());
    }
    return metadata;
}

std::string readHeader(InputFile& file) {
    std::uint64_t size = 0;
    if (file.size() < kPrefix) {
        refuse("the file has " + std::to_string(file.size()) + " bytes, a safetensors file at least 8");
    }
    file.read(std::as_writable_bytes(std::span(&size, 1)));
    if (size > kMaxHeader || size > file.size() - kPrefix) {
        refuse("byte 0: the header is said to have " + std::to_string(size) + " bytes, the file has " +
               std::to_string(file.size()) + " (and a header at most 100000000)");
    }
    std::string header(size, '\0');
    file.read(std::as_writable_bytes(std::span(header)));
    if (!header.starts_with('{')) {
        refuse("byte 8: the header does not begin with '{'; this is not a safetensors file");
    }
    return header;
}

void verifyChecksum(const std::string& expected, std::string header, const SafetensorsFile& content,
                    const std::vector<Entry>& entries) {
    const std::size_t at = checksumPosition(header);
    if (at == std::string::npos || header.size() - at < kNoChecksum.size()) {
        refuse("the checksum is not where it belongs; the file is damaged or was changed by another program");
    }
    header.replace(at, kNoChecksum.size(), kNoChecksum);
    const std::uint64_t size = header.size();
    std::uint32_t sum = crc(0, &size, sizeof size);
    sum = crc(sum, header.data(), header.size());
    for (const Entry& entry : entries) {
        const auto& bytes = content.tensors.at(entry.name).bytes;
        sum = crc(sum, bytes.data(), bytes.size());
    }
    if (hexDigits(sum) != expected) {
        refuse("the checksum is " + expected + " but the content gives " + hexDigits(sum) +
               "; the file is damaged or was changed by another program");
    }
}

SafetensorsFile readChecked(InputFile& file) {
    const std::string headerBytes = readHeader(file);
    const json header = parseJson(headerBytes);
    const std::vector<Entry> entries = parseEntries(header, file.size() - kPrefix - headerBytes.size());
    SafetensorsFile content{parseMetadata(header), {}};
    for (const Entry& entry : entries) {
        StoredTensor tensor{entry.type.type, entry.shape, std::vector<std::byte>(entry.end - entry.begin)};
        file.read(tensor.bytes);
        content.tensors.emplace(entry.name, std::move(tensor));
    }
    if (const auto checksum = content.metadata.extract(std::string(kChecksum))) {
        verifyChecksum(checksum.mapped(), headerBytes, content, entries);
    }
    return content;
}

} // namespace

void writeSafetensors(const std::filesystem::path& file, const SafetensorsFile& content) {
    requireWritable(content);
    const std::vector<const Named*> ordered = layOut(content);
    const std::string header = headerText(content, ordered);
    const std::uint64_t headerSize = header.size();
    std::vector<std::byte> bytes;
    const auto append = [&bytes](const void* from, std::size_t size) {
        const auto* first = static_cast<const std::byte*>(from);
        bytes.insert(bytes.end(), first, first + size);
    };
    std::size_t total = kPrefix + header.size();
    for (const Named* named : ordered) {
        total += named->second.bytes.size();
    }
    bytes.reserve(total);
    append(&headerSize, sizeof headerSize);
    append(header.data(), header.size());
    for (const Named* named : ordered) {
        append(named->second.bytes.data(), named->second.bytes.size());
    }
    const std::string checksum = hexDigits(crc(0, bytes.data(), bytes.size()));
    std::memcpy(bytes.data() + kPrefix + checksumPosition(header), checksum.data(), checksum.size());
    writeFileAtomically(file, bytes);
}

SafetensorsFile readSafetensors(const std::filesystem::path& file) {
    InputFile input(file);
    try {
        return readChecked(input);
    } catch (const Error& e) {
        throw Error(e.kind(), file.string() + ": " + e.what() + ". Copy the file again, or choose another.");
    }
}

} // namespace latentscape
