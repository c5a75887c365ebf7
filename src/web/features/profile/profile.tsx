export const Profile = () => <p>Profile</p>;
