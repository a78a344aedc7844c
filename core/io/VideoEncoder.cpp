#include "core/io/AnimationEncoder.h"
#include "core/tensor/Error.h"
#include "core/tensor/InputFile.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

constexpr int kMoment = 20;             // milliseconds between two looks at the watch
constexpr std::size_t kMostWords = 600; // of ffmpeg's last ones that a message repeats

[[noreturn]] void fail(const std::string& what, int error) {
    throw Error(ErrorKind::Io,
                "the video could not be made: " + what + ": " + std::generic_category().message(error));
}

// Removed with all that is in it.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern = (fs::temp_directory_path() / "latentscape-video-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) {
            fail("no temporary folder", errno);
        }
        m_path = pattern;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    fs::path operator/(const char* name) const { return m_path / name; }

private:
    fs::path m_path;
};

// The program that is running, fed through a socket rather than a pipe, so that its end is an error to be
// told and no signal.
class Ffmpeg {
public:
    Ffmpeg(const std::vector<std::string>& arguments, const fs::path& messages) {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
            fail("no socket", errno);
        }
        m_input = ends[0];
        const int error = spawn(arguments, ends[1], messages);
        close(ends[1]);
        if (error != 0) {
            close(m_input);
            if (error == ENOENT) {
                throw Error(ErrorKind::Io,
                            "MP4 is made by the program ffmpeg, which was not found. Install the "
                            "package ffmpeg, or save as GIF, WebP or APNG.");
            }
            fail("ffmpeg does not start", error);
        }
    }
    ~Ffmpeg() {
        endInput();
        if (m_process > 0) {
            kill(m_process, SIGKILL);
            waitpid(m_process, nullptr, 0);
        }
    }
    Ffmpeg(const Ffmpeg&) = delete;
    Ffmpeg& operator=(const Ffmpeg&) = delete;

    // False when it no longer reads.
    bool write(std::span<const std::uint8_t> bytes, const WorkWatch& watch) {
        while (!bytes.empty()) {
            pollfd state{m_input, POLLOUT, 0};
            if (poll(&state, 1, kMoment) <= 0) {
                watch.reached(0);
                continue;
            }
            const ssize_t sent = send(m_input, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent < 0 && errno != EINTR && errno != EAGAIN) {
                return false;
            }
            bytes = bytes.subspan(sent < 0 ? 0 : static_cast<std::size_t>(sent));
        }
        return true;
    }

    // Blocks until it has ended. Whether all went well.
    bool finish(const WorkWatch& watch) {
        endInput();
        int status = 0;
        pid_t ended = 0;
        while (ended == 0) {
            ended = waitpid(m_process, &status, WNOHANG);
            if (ended == 0) {
                watch.reached(1);
                std::this_thread::sleep_for(std::chrono::milliseconds(kMoment));
            }
        }
        const bool isKnown = std::exchange(m_process, -1) == ended; // else somebody else has waited for it
        return isKnown && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    // In a group of its own and with no signal blocked: an interrupt is for us, who then end it.
    int spawn(const std::vector<std::string>& arguments, int input, const fs::path& messages) {
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, messages.c_str(), O_WRONLY | O_CREAT, 0600);
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
        std::vector<char*> words;
        for (const std::string& argument : arguments) {
            words.push_back(const_cast<char*>(argument.c_str()));
        }
        words.push_back(nullptr);
        const int error = posix_spawnp(&m_process, "ffmpeg", &actions, &attributes, words.data(), environ);
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
        if (error != 0) {
            m_process = -1;
        }
        return error;
    }

    void endInput() {
        if (m_input >= 0) {
            close(std::exchange(m_input, -1));
        }
    }

    int m_input = -1;
    pid_t m_process = -1;
};

std::vector<std::string> argumentsFor(const AnimationHeader& header, const fs::path& file) {
    const std::string size = std::to_string(header.shape.width) + "x" + std::to_string(header.shape.height);
    return {"ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
            // what comes
            "-f", "rawvideo", "-pixel_format", header.shape.channels == 1 ? "gray" : "rgb24", "-video_size",
            size, "-framerate", std::to_string(header.framesPerSecond), "-i", "pipe:0",
            // what is made: of an even size, as the colours of common players need it
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", "-crf", "16", "-movflags",
            "+faststart", "-f", "mp4", file.string()};
}

std::vector<std::byte> contentOf(const fs::path& file) {
    InputFile input(file);
    std::vector<std::byte> bytes(input.size());
    input.read(bytes);
    return bytes;
}

// A video needs a file that can be sought in, so it is made in a scratch folder first.
class VideoEncoder : public AnimationEncoder {
public:
    VideoEncoder(const AnimationHeader& header, const WorkWatch& watch)
        : m_watch{watch.stop, {}} // the frames that are done tell how far it is
        , m_ffmpeg(argumentsFor(header, m_folder / "video.mp4"), m_folder / "messages") {}

    void add(const Image& frame) override {
        if (!m_ffmpeg.write(frame.pixels, m_watch)) {
            m_ffmpeg.finish(m_watch);
            complain();
        }
    }

    std::vector<std::byte> finish() override {
        if (!m_ffmpeg.finish(m_watch)) {
            complain();
        }
        return contentOf(m_folder / "video.mp4");
    }

private:
    [[noreturn]] void complain() const {
        const std::vector<std::byte> bytes = contentOf(m_folder / "messages");
        std::string words(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        words.erase(0, words.size() - std::min(words.size(), kMostWords));
        words.erase(words.find_last_not_of(" \n") + 1);
        throw Error(ErrorKind::Io,
                    "ffmpeg could not make the video" + (words.empty() ? std::string(".") : ": " + words));
    }

    const WorkWatch m_watch;
    const ScratchFolder m_folder;
    Ffmpeg m_ffmpeg;
};

} // namespace

std::unique_ptr<AnimationEncoder> makeVideoEncoder(const AnimationHeader& header, const WorkWatch& watch) {
    return std::make_unique<VideoEncoder>(header, watch);
}

} // namespace latentscape
