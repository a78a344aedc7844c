// One file from a server that behaves and from servers that don't: it is there right or not at all, and what
// has arrived is used.
#include "net/Download.h"
#include "tests/core/io/AsNobody.h"
#include "tests/core/io/TemporaryFolder.h"
#include "tests/net/Contents.h"
#include "tests/net/LocalServer.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace latentscape {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class DownloadTest : public testing::Test {
protected:
    DownloadTest() { m_server.put("images.gz", m_content); }

    void fetch(const LoadWatch& watch = {}) {
        download(m_server.url() + "images.gz", m_published, m_folder.path(), watch, m_options);
    }
    fs::path file() const { return m_folder / "images.gz"; }
    fs::path part() const { return m_folder / "images.gz.part"; }
    void expectItIsThere() const {
        EXPECT_EQ(readBytes(file()), m_content);
        EXPECT_EQ(m_folder.fileCount(), 1); // no part, no tag
    }
    bool asked(std::size_t request, const std::string& words) const {
        return request < m_server.requests.size() &&
               m_server.requests[request].find(words) != std::string::npos;
    }

    TemporaryFolder m_folder;
    LocalServer m_server;
    std::string m_content = someBytes(300'000);
    PublishedFile m_published = published("images.gz", m_content);
    DownloadOptions m_options{.attempts = 3, .pause = 1ms, .silence = 20s};
};

TEST_F(DownloadTest, AFileIsFetchedOnceWithItsProgress) {
    std::vector<double> shares;
    fetch({{}, [&](const fs::path& what, double share) {
               EXPECT_EQ(what, file());
               shares.push_back(share);
           }});
    expectItIsThere();
    EXPECT_EQ(m_server.requests.size(), 1u);
    EXPECT_FALSE(asked(0, "range"));
    EXPECT_TRUE(std::ranges::is_sorted(shares));
    ASSERT_FALSE(shares.empty());
    EXPECT_EQ(shares.back(), 1);
}

TEST_F(DownloadTest, ABrokenConnectionGoesOnWhereItBroke) {
    m_server.manners.length = 70'000;
    m_server.manners.breaks = 2;
    fetch();
    expectItIsThere();
    // When a connection breaks, Qt may ask the same once more by itself, before download() goes on.
    EXPECT_GE(m_server.requests.size(), 3u);
    EXPECT_FALSE(asked(0, "range: "));
    bool goesOn = false;
    for (std::size_t request = 1; request < m_server.requests.size(); ++request) {
        const bool asksForTheRest =
            asked(request, "range: bytes=70000-\r\n") || asked(request, "range: bytes=140000-\r\n");
        EXPECT_EQ(asksForTheRest, asked(request, "range: ")) << m_server.requests[request];
        EXPECT_EQ(asksForTheRest, asked(request, "if-range: \"first\"\r\n"));
        EXPECT_TRUE(asksForTheRest || !goesOn); // what has come is not asked for again
        goesOn = goesOn || asksForTheRest;
    }
    EXPECT_TRUE(goesOn);
}

TEST_F(DownloadTest, ASilentConnectionIsGivenUpAndTakenUpAgain) {
    m_options.silence = 200ms;
    m_server.manners.length = 70'000;
    m_server.manners.breaks = 1;
    m_server.manners.breaksSilently = true;
    fetch();
    expectItIsThere();
    EXPECT_TRUE(asked(1, "range: bytes=70000-\r\n"));
}

TEST_F(DownloadTest, CancellingKeepsWhatHasArrived) {
    std::stop_source stop;
    m_server.manners.length = 200'000;
    m_server.manners.breaks = 1;
    m_server.manners.breaksSilently = true;
    const std::string message = messageOf(ErrorKind::Cancelled, [&] {
        fetch({stop.get_token(), [&](const fs::path&, double share) {
                   if (share > 0.5) {
                       stop.request_stop();
                   }
               }});
    });
    EXPECT_NE(message.find("images.gz"), std::string::npos) << message;
    EXPECT_FALSE(fs::exists(file()));
    const auto kept = fs::file_size(part());
    EXPECT_GT(kept, 150'000u);
    fetch();
    expectItIsThere();
    EXPECT_TRUE(asked(1, "range: bytes=" + std::to_string(kept) + "-\r\n"));
}

TEST_F(DownloadTest, AStopThatWasAskedForBeforeFetchesNothing) {
    std::stop_source stop;
    stop.request_stop();
    messageOf(ErrorKind::Cancelled, [&] { fetch({stop.get_token(), {}}); });
    EXPECT_FALSE(fs::exists(file()));
}

TEST_F(DownloadTest, AServerWithoutRangesStartsAgain) {
    m_folder.write("images.gz.part", m_content.substr(0, 1000));
    m_server.manners.knowsRanges = false;
    fetch();
    expectItIsThere();
    EXPECT_TRUE(asked(0, "range: bytes=1000-\r\n"));
}

TEST_F(DownloadTest, AnotherRangeThanWasAskedForIsNotUsed) {
    m_folder.write("images.gz.part", m_content.substr(0, 1000));
    m_server.manners.shift = 5;
    fetch();
    expectItIsThere();
    EXPECT_FALSE(asked(1, "range"));
}

TEST_F(DownloadTest, AFileThatChangedIsFetchedFromItsBeginning) {
    m_folder.write("images.gz.part", std::string("of the old file"));
    m_folder.write("images.gz.part.tag", std::string("\"old\""));
    fetch();
    expectItIsThere();
    EXPECT_EQ(m_server.requests.size(), 1u);
    EXPECT_TRUE(asked(0, "if-range: \"old\"\r\n"));
}

TEST_F(DownloadTest, PartsThatDontBelongTogetherAreFetchedAnew) {
    m_folder.write("images.gz.part", std::string("not of this file"));
    fetch();
    expectItIsThere();
    EXPECT_EQ(m_server.requests.size(), 2u);
}

TEST_F(DownloadTest, APartThatIsWholeOrTooLongNeedsNoServer) {
    m_folder.write("images.gz.part", m_content);
    fetch();
    expectItIsThere();
    EXPECT_TRUE(m_server.requests.empty());
    fs::remove(file());
    m_folder.write("images.gz.part", m_content + "more");
    fetch();
    expectItIsThere();
}

TEST_F(DownloadTest, AWrongChecksumIsNamedAndNothingIsKept) {
    m_published.sha256[0] = m_published.sha256[0] == '0' ? '1' : '0';
    const std::string message = messageOf(ErrorKind::Input, [&] { fetch(); });
    EXPECT_NE(message.find("images.gz"), std::string::npos) << message;
    EXPECT_NE(message.find(m_published.sha256), std::string::npos) << message;
    EXPECT_EQ(m_server.requests.size(), 1u);
    EXPECT_FALSE(fs::exists(file()));
    EXPECT_EQ(fs::file_size(part()), 0u);
}

TEST_F(DownloadTest, AFileThatIsGoneIsSaidAtOnce) {
    const std::string message = messageOf(ErrorKind::Io, [&] {
        download(m_server.url() + "other.gz", published("other.gz", "some"), m_folder.path(), {}, m_options);
    });
    EXPECT_NE(message.find("404 Not Found"), std::string::npos) << message;
    EXPECT_NE(message.find("other.gz"), std::string::npos) << message;
    EXPECT_EQ(m_server.requests.size(), 1u);
}

TEST_F(DownloadTest, AServerThatIsBusyIsAskedAgain) {
    m_server.manners.status = 503;
    m_server.manners.refusals = 2;
    fetch();
    expectItIsThere();
    m_server.manners.refusals = 1'000'000;
    fs::remove(file());
    const std::string message = messageOf(ErrorKind::Io, [&] { fetch(); });
    EXPECT_NE(message.find("try again"), std::string::npos) << message;
    EXPECT_EQ(m_server.requests.size(), 3u + 3u);
}

TEST_F(DownloadTest, MoreThanTheFileHasIsNotTaken) {
    m_server.put("images.gz", m_content + "and more");
    const std::string message = messageOf(ErrorKind::Io, [&] { fetch(); });
    EXPECT_NE(message.find("sends more than"), std::string::npos) << message;
    EXPECT_FALSE(fs::exists(file()));
}

TEST_F(DownloadTest, AFileThatEndsTooSoonIsNotTaken) {
    m_server.put("images.gz", m_content.substr(0, 1000));
    const std::string message = messageOf(ErrorKind::Io, [&] { fetch(); });
    EXPECT_NE(message.find("images.gz"), std::string::npos) << message;
    EXPECT_FALSE(fs::exists(file()));
}

TEST_F(DownloadTest, ARedirectionIsFollowed) {
    m_server.manners.leadsTo = m_server.url() + "elsewhere.gz";
    m_server.put("elsewhere.gz", m_content);
    fetch();
    expectItIsThere();
    EXPECT_TRUE(asked(1, "GET /elsewhere.gz "));
}

TEST_F(DownloadTest, WithoutANetworkItSaysWhatToDo) {
    std::string url;
    {
        const LocalServer gone;
        url = gone.url();
    }
    const std::string message = messageOf(
        ErrorKind::Io, [&] { download(url + "images.gz", m_published, m_folder.path(), {}, m_options); });
    EXPECT_NE(message.find(url), std::string::npos) << message;
    EXPECT_NE(message.find("Check the connection"), std::string::npos) << message;
}

TEST_F(DownloadTest, AFullDiskIsNamed) {
    fs::create_symlink("/dev/full", part());
    const std::string message = messageOf(ErrorKind::Io, [&] { fetch(); });
    EXPECT_NE(message.find("images.gz.part"), std::string::npos) << message;
    EXPECT_NE(message.find("Make room"), std::string::npos) << message;
    EXPECT_FALSE(fs::exists(file()));
}

TEST_F(DownloadTest, AFolderThatMustNotBeWrittenIsNamed) {
    fs::permissions(m_folder.path(), fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read |
                                         fs::perms::others_exec);
    const AsNobody nobody;
    const std::string message = messageOf(ErrorKind::Io, [&] { fetch(); });
    EXPECT_NE(message.find("images.gz.part"), std::string::npos) << message;
    EXPECT_TRUE(m_server.requests.empty());
}

TEST_F(DownloadTest, TwoProgramsDontFetchIntoOneFile) {
    m_folder.write("images.gz.part", std::string());
    const int other = open(part().c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_EQ(flock(other, LOCK_EX | LOCK_NB), 0);
    const std::string message = messageOf(ErrorKind::Io, [&] { fetch(); });
    EXPECT_NE(message.find("another Latentscape"), std::string::npos) << message;
    close(other);
    fetch();
    expectItIsThere();
}

} // namespace
} // namespace latentscape
